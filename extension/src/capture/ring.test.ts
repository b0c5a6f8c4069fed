import { describe, expect, it, vi } from 'vitest';
import { captureLimits } from './limits.ts';
import { createRing, type Ring, type Told } from './ring.ts';

const words = (event: string, fields = '{}') => ({ event: `"${event}"`, fields });
const charsOfOne = words('a').event.length + words('a').fields.length;
const told = (event: string, rest: Partial<Told> = {}): Told => ({
  witness: 'widget',
  write: () => words(event),
  chars: 0,
  ...rest,
});
const eventsOf = (ring: Ring, ...given: Parameters<Ring['batch']>) =>
  ring.batch(...given).texts.map((text) => {
    const { n, event } = JSON.parse(text);
    return `${n} ${event}`;
  });

describe('ring', () => {
  it('numbers what it keeps, and gives it out after a number', () => {
    const ring = createRing();
    for (const event of ['a', 'b', 'c']) ring.keep(told(event));
    expect([eventsOf(ring, 0), ring.batch(0).upTo]).toEqual([['1 a', '2 b', '3 c'], 3]);
    expect([eventsOf(ring, 2), ring.batch(2).upTo]).toEqual([['3 c'], 3]);
    expect(ring.batch(3)).toEqual({ texts: [], upTo: 3, isMore: false });
  });

  it('puts an event into words once, when it is wanted, and one that is dropped never', () => {
    const ring = createRing(2, 1_000);
    const [first, second] = [vi.fn(() => words('a')), vi.fn(() => words('b'))];
    ring.keep(told('a', { write: first, chars: 5 }));
    ring.keep(told('b', { write: second, witness: 'wire' }));
    ring.keep(told('c'));
    expect([first, second].map((write) => write.mock.calls.length)).toEqual([0, 0]);
    expect(eventsOf(ring, 0, 'widget')).toEqual(['3 c']);
    expect(second).not.toHaveBeenCalled();
    for (let i = 0; i < 2; i++) expect(eventsOf(ring, 0)).toEqual(['2 b', '3 c']);
    expect([first, second].map((write) => write.mock.calls.length)).toEqual([0, 1]);
    expect(ring.dropped()).toEqual({ count: 1, bytes: 10 });
  });

  it('gives the records of one witness alone, and goes on after the last of them', () => {
    const ring = createRing();
    for (const witness of ['widget', 'wire', 'widget', 'wire'] as const)
      ring.keep(told(witness, { witness }));
    expect([eventsOf(ring, 0, 'widget'), ring.batch(0, 'widget').upTo]).toEqual([
      ['1 widget', '3 widget'],
      3,
    ]);
    expect(ring.batch(3, 'widget')).toEqual({ texts: [], upTo: 3, isMore: false });
    expect(eventsOf(ring, 3)).toEqual(['4 wire']);
  });

  it('gives fields once for all that share them, and again with each batch', () => {
    const ring = createRing();
    for (const fields of ['{"x":1}', '{"x":1}', '{"x":2}', '{"x":1}']) {
      ring.keep(told('a', { write: () => words('a', fields) }));
    }
    const fieldsAfter = (after: number) => ring.batch(after).texts.map((text) => JSON.parse(text).fields);
    expect(fieldsAfter(0)).toEqual([{ x: 1 }, undefined, { x: 2 }, { x: 1 }]);
    expect(fieldsAfter(1)).toEqual([{ x: 1 }, { x: 2 }, { x: 1 }]);
  });

  it('lets the oldest go beyond its count and its characters, held or written, and counts them', () => {
    const few = createRing(2, 100);
    for (const event of ['a', 'b', 'c']) {
      few.keep(told(event));
      few.batch(0);
    }
    expect([eventsOf(few, 0), few.last(), few.dropped()]).toEqual([
      ['2 b', '3 c'],
      3,
      { count: 1, bytes: 2 * charsOfOne },
    ]);
    const written = createRing(100, 3 * charsOfOne + 1);
    for (const event of ['aaa', 'b', 'c']) written.keep(told(event));
    expect([eventsOf(written, 0).length, eventsOf(written, 0), written.dropped()]).toEqual([
      3,
      ['2 b', '3 c'],
      { count: 1, bytes: 2 * (charsOfOne + 2) },
    ]);
    const held = createRing(100, 100);
    for (const event of ['a', 'b', 'c']) held.keep(told(event, { chars: 40 }));
    expect([eventsOf(held, 0), held.dropped()]).toEqual([['2 b', '3 c'], { count: 1, bytes: 80 }]);
  });

  it('takes a number for what it could not keep, so that it is missed', () => {
    const ring = createRing(3, 100);
    ring.keep(told('a'));
    ring.lose(7);
    ring.keep(told('b'));
    expect([eventsOf(ring, 0), ring.last(), ring.dropped()]).toEqual([
      ['1 a', '3 b'],
      3,
      { count: 1, bytes: 14 },
    ]);
    for (const event of ['c', 'd']) ring.keep(told(event));
    expect([eventsOf(ring, 0), ring.dropped().count]).toEqual([['3 b', '4 c', '5 d'], 2]);
  });

  it('counts what has no words, or too many, as lost in its place, and lets nothing else go for it', () => {
    const ring = createRing();
    const long = 'x'.repeat(captureLimits.eventCharsMax);
    ring.keep(told('a'));
    ring.keep(
      told('cycle', {
        write: () => {
          throw new TypeError('cyclic');
        },
      }),
    );
    // As JSON.stringify answers for a function.
    ring.keep(told('function', { write: () => ({ event: undefined as unknown as string, fields: '{}' }) }));
    ring.keep(told('long', { write: () => words(long) }));
    ring.keep(told('e'));
    expect(eventsOf(ring, 0)).toEqual(['1 a', '5 e']);
    expect(ring.dropped()).toEqual({ count: 3, bytes: 2 * (long.length + charsOfOne - 1) });
  });

  it('goes on after a loss at the end of a batch, where whoever listens has heard to', () => {
    const ring = createRing();
    ring.keep(told('a'));
    ring.lose(0);
    const { upTo } = ring.batch(0);
    expect(upTo).toBe(1);
    ring.keep(told('c'));
    expect(eventsOf(ring, upTo)).toEqual(['3 c']);
  });

  it('ends a batch before it gets too long, and goes on where it ended', () => {
    const ring = createRing();
    const event = 'x'.repeat(captureLimits.batchCharsMax / 4 - charsOfOne);
    for (let i = 0; i < 6; i++) ring.keep(told(event));
    const first = ring.batch(0);
    expect([first.texts.length, first.upTo, first.isMore]).toEqual([4, 4, true]);
    expect(ring.batch(first.upTo)).toMatchObject({ upTo: 6, isMore: false });
    ring.keep(told('y'.repeat(captureLimits.batchCharsMax - charsOfOne)));
    expect(ring.batch(6)).toMatchObject({ upTo: 7, isMore: false });
    const many = createRing();
    for (let i = 0; i <= captureLimits.batchEventsMax; i++) many.keep(told('a'));
    expect(many.batch(0)).toMatchObject({ upTo: captureLimits.batchEventsMax, isMore: true });
  });
});
