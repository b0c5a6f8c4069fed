import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLane } from './lane.ts';

const options = { batchMax: 3, queueMax: 5 };

/** A lane whose calls wait until they are let go. */
function createHeldLane(answer: (items: readonly number[]) => readonly number[]) {
  const batches: number[][] = [];
  const held: (() => void)[] = [];
  const lane = createLane<number, number>(async (items) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => held.push(resolve));
    return answer(items);
  }, options);
  const letGo = async () => {
    for (let turn = 0; turn < 10; turn++) {
      await setImmediate();
      held.shift()?.();
    }
  };
  return { lane, batches, letGo };
}

describe('createLane', () => {
  it('sends what queued during a call with the next, in order and bounded', async () => {
    const { lane, batches, letGo } = createHeldLane((items) => items.map((item) => item * 2));
    const results = Promise.all([1, 2, 3, 4, 5].map(lane));
    await letGo();
    expect(await results).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('refuses more than it can hold', async () => {
    const { lane, letGo } = createHeldLane((items) => items);
    const results = Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map(lane));
    await letGo();
    const settled = await results;
    expect(settled.map((result) => result.status)).toEqual([
      ...Array(5).fill('fulfilled'),
      'rejected',
      'rejected',
    ]);
    expect(settled[5]).toMatchObject({ reason: { code: 'unavailable' } });
  });

  it('repeats a failed batch item by item, and goes on', async () => {
    const calls: number[][] = [];
    const lane = createLane<number, number>(async (items) => {
      calls.push([...items]);
      if (items.includes(3)) throw new Error('three is bad');
      return items;
    }, options);
    const settled = await Promise.allSettled([1, 2, 3, 4].map(lane));
    expect(settled.map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(calls).toEqual([[1, 2, 3], [1], [2], [3], [4]]);
    expect(await lane(5)).toBe(5);
  });
});
