import { captureLimits } from './limits.ts';
import type { Ring } from './ring.ts';

/**
 * What is to be told, in its order. An event is put into words together with those around it, when they are wanted or
 * have become many: on the page's own time only what would change later is taken note of.
 */
export interface Journal extends Omit<Ring, 'add'> {
  /** `write` answers with the event as JSON, or throws where it has none. `chars`: about how long what it holds on to until then is. */
  keep(write: () => string, chars?: number): void;
}

export function createJournal(ring: Ring): Journal {
  let waiting: (() => string)[] = [];
  let waitingChars = 0;

  function writeOne(write: () => string): void {
    let text = '';
    try {
      const event = write();
      // A function has none, and says so by undefined.
      if (event) text = `{"n":${ring.last() + 1},"event":${event}}`;
    } catch {
      // Something with no JSON, such as a cycle: not from a widget of ours.
    }
    if (text && text.length <= captureLimits.eventCharsMax) ring.add(text);
    else ring.lose(text.length);
  }

  function writeAll(): Ring {
    const all = waiting;
    waiting = [];
    waitingChars = 0;
    for (let i = 0; i < all.length; i++) writeOne(all[i] as () => string);
    return ring;
  }

  return {
    keep(write, chars = 0) {
      waiting[waiting.length] = write;
      waitingChars += chars;
      const { unwrittenMax, unwrittenCharsMax } = captureLimits;
      if (waiting.length >= unwrittenMax || waitingChars >= unwrittenCharsMax) writeAll();
    },
    lose: (chars) => writeAll().lose(chars),
    last: () => writeAll().last(),
    dropped: () => writeAll().dropped(),
    batch: (after) => writeAll().batch(after),
  };
}
