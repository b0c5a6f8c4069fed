import { describe, expect, it } from 'vitest';
import { captureLimits } from './limits.ts';
import { createRing } from './ring.ts';

describe('ring', () => {
  it('numbers what it keeps, and gives it out after a number', () => {
    const ring = createRing();
    for (const text of ['a', 'b', 'c']) ring.add(text);
    expect(ring.batch(0)).toEqual({ texts: ['a', 'b', 'c'], upTo: 3 });
    expect(ring.batch(2)).toEqual({ texts: ['c'], upTo: 3 });
    expect(ring.batch(3)).toEqual({ texts: [], upTo: 3 });
  });

  it('lets the oldest go beyond its count and its characters, and counts them with their bytes', () => {
    const few = createRing(2, 100);
    for (const text of ['aa', 'bb', 'cc']) few.add(text);
    expect([few.batch(0), few.last(), few.dropped()]).toEqual([
      { texts: ['bb', 'cc'], upTo: 3 },
      3,
      { count: 1, bytes: 4 },
    ]);
    const small = createRing(100, 5);
    for (const text of ['aaa', 'bbb', 'c']) small.add(text);
    expect([small.batch(0).texts, small.dropped()]).toEqual([['bbb', 'c'], { count: 1, bytes: 6 }]);
  });

  it('takes a number for what it could not keep, so that it is missed', () => {
    const ring = createRing(3, 100);
    ring.add('a');
    ring.lose(7);
    ring.add('b');
    expect([ring.batch(0), ring.last(), ring.dropped()]).toEqual([
      { texts: ['a', 'b'], upTo: 3 },
      3,
      { count: 1, bytes: 14 },
    ]);
    for (const text of ['c', 'd']) ring.add(text);
    expect([ring.batch(0).texts, ring.dropped().count]).toEqual([['b', 'c', 'd'], 2]);
  });

  it('ends a batch before it gets too long, and goes on where it ended', () => {
    const ring = createRing();
    const text = 'x'.repeat(captureLimits.batchCharsMax / 4);
    for (let i = 0; i < 6; i++) ring.add(text);
    const first = ring.batch(0);
    expect([first.texts.length, first.upTo]).toEqual([4, 4]);
    expect(ring.batch(first.upTo).upTo).toBe(6);
    ring.add('y'.repeat(captureLimits.batchCharsMax + 1));
    expect(ring.batch(6)).toMatchObject({ upTo: 7 });
  });
});
