import { describe, expect, it, vi } from 'vitest';
import { createJournal } from './journal.ts';
import { captureLimits } from './limits.ts';
import { createRing } from './ring.ts';

const textsOf = (journal: ReturnType<typeof createJournal>) => journal.batch(0).texts;

describe('createJournal', () => {
  it('puts events into words when they are wanted, in the order of their coming', () => {
    const journal = createJournal(createRing());
    const write = vi.fn(() => '{"kind":"page"}');
    journal.keep(write);
    journal.keep(() => '2');
    expect(write).not.toHaveBeenCalled();
    expect(journal.last()).toBe(2);
    expect(textsOf(journal)).toEqual(['{"n":1,"event":{"kind":"page"}}', '{"n":2,"event":2}']);
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('does not let them become many, nor what they hold on to much', () => {
    for (const [count, chars] of [
      [captureLimits.unwrittenMax, 0],
      [2, captureLimits.unwrittenCharsMax / 2],
    ] as const) {
      const journal = createJournal(createRing());
      const write = vi.fn(() => '1');
      for (let i = 1; i < count; i++) journal.keep(write, chars);
      expect(write).not.toHaveBeenCalled();
      journal.keep(write, chars);
      expect(write).toHaveBeenCalledTimes(count);
    }
  });

  it('counts what has no words as lost, in its place', () => {
    const journal = createJournal(createRing());
    journal.keep(() => '1');
    journal.keep(() => {
      throw new TypeError('cyclic');
    });
    // As JSON.stringify answers for a function.
    journal.keep(() => undefined as unknown as string);
    journal.lose(0);
    journal.keep(() => '5');
    expect(textsOf(journal)).toEqual(['{"n":1,"event":1}', '{"n":5,"event":5}']);
    expect(journal.dropped()).toEqual({ count: 3, bytes: 0 });
  });
});
