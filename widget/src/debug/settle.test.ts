import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';
import { createRecorder } from '@hilo/shared/trace/recorder.ts';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { describe, expect, it } from 'vitest';
import { findUntold, settle } from './settle.ts';

const key = 'chatCache-w';
const base = { witness: 'widget', t: 1, wall: 1, span: null, fields: emptyTenFields } as const;

function recorded(...values: unknown[]) {
  const recorder = createRecorder();
  const tell = (value: unknown) =>
    recorder.record({
      ...base,
      kind: 'storage',
      op: value === null ? 'remove' : 'write',
      key,
      value,
      cause: 'other_tab',
    } as never);
  for (const value of values) tell(value);
  const untold = (entries: StorageEntry[]) => findUntold(recorder.events(), entries);
  return { recorder, tell, untold, isToldOf: (entries: StorageEntry[]) => untold(entries).length === 0 };
}

describe('[R1.4] what a blob tells of one moment', () => {
  it('is told where the last account of each key is what storage holds', () => {
    const { isToldOf } = recorded({ n: 1 }, { n: 2 });
    expect(isToldOf([{ key, value: { n: 2 } }])).toBe(true);
    expect(isToldOf([{ key, value: { n: 1 } }])).toBe(false);
    expect(isToldOf([])).toBe(false);
    expect(recorded({ n: 1 }, null).isToldOf([])).toBe(true);
    expect(recorded({ n: 1 }, null).isToldOf([{ key, value: { n: 1 } }])).toBe(false);
  });

  it('asks nothing of keys that nobody told of once the beginning of the load is gone', () => {
    expect(recorded().isToldOf([{ key, value: 1 }])).toBe(true);
  });

  it('waits until this tab hears what another one wrote', async () => {
    const { recorder, tell } = recorded(null);
    setTimeout(tell, 20, { n: 3 });
    await settle({ held: () => undefined, recorder }, () => [{ key, value: { n: 3 } }]);
    expect(recorder.events()).toHaveLength(2);
  });

  it('notes what is seen where nobody ever tells of it: somebody changed storage by hand', async () => {
    const { recorder, isToldOf } = recorded({ n: 1 });
    await settle({ held: () => undefined, recorder }, () => []);
    expect(recorder.events().at(-1)).toMatchObject({ op: 'remove', key, value: null, cause: 'observed' });
    expect(recorder.events()).toHaveLength(2);
    expect(isToldOf([])).toBe(true);
  });

  it('takes a write that failed for none', () => {
    const { recorder, untold, tell } = recorded({ n: 1 });
    tell({ n: 2 });
    recorder.record({ ...base, kind: 'storage', op: 'failed', key, value: null, cause: 'widget' });
    expect(untold([{ key, value: { n: 1 } }])).toEqual([]);
    expect(untold([{ key, value: { n: 2 } }])).toEqual([{ key, value: { n: 2 } }]);
  });

  it('waits for what the widget waits for, and for what follows from it', async () => {
    const { recorder } = recorded();
    const done: string[] = [];
    let held = wait('the file').then(() => {
      held = wait('the words');
    });
    await settle({ held: () => held, recorder }, () => []);
    expect(done).toEqual(['the file', 'the words']);

    async function wait(what: string): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, 5));
      done.push(what);
    }
  });
});
