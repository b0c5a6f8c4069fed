import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from './events.ts';
import { createRecorder, type Unnumbered } from './recorder.ts';
import { emptyTenFields } from './ten-fields.ts';

function anError(message: string, unreadCount: number | null = null): Unnumbered {
  const fields = { ...emptyTenFields, unreadCount };
  return { witness: 'widget', kind: 'error', t: 1, wall: 1, span: null, fields, where: 'core', message };
}

describe('[R1.1] the flight recorder', () => {
  it('numbers events 1, 2, 3 …, and keeps the newest', () => {
    const recorder = createRecorder(3);
    for (let i = 1; i <= 5; i++) recorder.record(anError(`e${i}`));
    expect(recorder.events().map((event) => event.seq)).toEqual([3, 4, 5]);
    expect(recorder.dropped().count).toBe(2);
  });

  it('stays within its bytes, and says what it dropped', () => {
    const recorder = createRecorder(1_000, 10_000);
    for (let i = 0; i < 100; i++) recorder.record(anError('x'), 500);
    expect(recorder.events()).toHaveLength(7);
    expect(recorder.dropped()).toEqual({ count: 93, bytes: 93 * 1_256 });
  });

  it('keeps nothing of an event that alone is too large, and counts it', () => {
    const recorder = createRecorder(10, 1_000);
    recorder.record(anError('small'));
    recorder.record(anError('huge'), 1_000);
    expect(recorder.events()).toEqual([]);
    recorder.record(anError('next'));
    expect(recorder.events().map((event) => event.seq)).toEqual([3]);
  });

  it('never holds more than it may, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 5_000 }),
        fc.array(fc.nat(3_000)),
        (eventsMax, bytesMax, payloads) => {
          const recorder = createRecorder(eventsMax, bytesMax);
          for (const chars of payloads) recorder.record(anError('x'), chars);
          const events = recorder.events();
          expect(events.length).toBeLessThanOrEqual(eventsMax);
          expect(events.length + recorder.dropped().count).toBe(payloads.length);
          const bytes = payloads.slice(payloads.length - events.length).map((chars) => 256 + 2 * chars);
          expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(bytesMax);
          const last = events.at(-1);
          if (last) expect(last.seq).toBe(payloads.length);
        },
      ),
    );
  });

  it('[R1.2] shares one frozen object of ten fields while they stay the same', () => {
    const recorder = createRecorder();
    for (const unread of [null, null, 0, 0, 1]) recorder.record(anError('x', unread));
    const fields = recorder.events().map((event) => event.fields);
    expect(new Set(fields).size).toBe(3);
    expect(fields[0]).toBe(fields[1]);
    expect(fields.every(Object.isFrozen)).toBe(true);
    expect(fields.map((one) => one.unreadCount)).toEqual([null, null, 0, 0, 1]);
  });

  it('tells whoever listens, and survives one that throws', () => {
    const recorder = createRecorder();
    const heard: TraceEvent[] = [];
    recorder.subscribe(() => {
      throw new Error('a developer tool broke');
    });
    const stop = recorder.subscribe((event) => heard.push(event));
    recorder.record(anError('one'));
    stop();
    recorder.record(anError('two'));
    expect(heard.map((event) => event.seq)).toEqual([1]);
    expect(recorder.events()).toHaveLength(2);
  });

  it('forgets on demand, and the gap shows in the numbers', () => {
    const recorder = createRecorder();
    recorder.record(anError('theirs'));
    recorder.clear();
    expect(recorder.events()).toEqual([]);
    recorder.record(anError('mine'));
    expect(recorder.events().map((event) => event.seq)).toEqual([2]);
    expect(recorder.dropped().count).toBe(1);
  });
});
