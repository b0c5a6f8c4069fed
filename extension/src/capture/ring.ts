import type { Dropped } from '../channel/messages.ts';
import { captureLimits } from './limits.ts';

/** One event as JSON, without its ten fields, and those as JSON: most events share them with the one before. */
export interface Written {
  event: string;
  fields: string;
}

export interface Told {
  witness: 'widget' | 'wire';
  /** Puts it into words. Throws where it has no JSON. */
  write(): Written;
  /** About how long what it holds on to until then is. */
  chars: number;
}

/**
 * Numbered events, bounded in count and in characters; the oldest make room, and are counted. An event is put into words
 * when somebody wants to read it, together with those around it: on the page's own time only what would change later is
 * taken note of, and most are never read.
 */
export interface Ring {
  keep(told: Told): void;
  /** Takes a number for what could not be kept, so that the loss shows as a hole. */
  lose(chars: number): void;
  /** The number of the latest; 0 before the first. */
  last(): number;
  /** Its bytes are those of the words, or where there never were any, of what was held. */
  dropped(): Dropped;
  /** What is kept after that number, as far as one batch goes. `only`: of this witness. */
  batch(after: number, only?: Told['witness']): Batch;
}

export interface Batch {
  /** Records in JSON. Fields stand only where they are not those of the record before. */
  texts: string[];
  /** The number of the last one in here; where there is none, the one that was asked from. */
  upTo: number;
  /** It is full, and there is more. */
  isMore: boolean;
}

interface Kept {
  witness: Told['witness'];
  /** Null once it is written. */
  write: Told['write'] | null;
  written: Written;
  chars: number;
}

const charBytes = 2;
const unwritten: Written = { event: '', fields: '' };

export function createRing(
  eventsMax: number = captureLimits.eventsMax,
  charsMax: number = captureLimits.charsMax,
): Ring {
  const kept: (Kept | undefined)[] = [];
  let first = 1;
  let last = 0;
  let chars = 0;
  const lost = { count: 0, bytes: 0 };

  const lose = (length: number) => {
    lost.count += 1;
    lost.bytes += length * charBytes;
  };
  const drop = (n: number) => {
    const gone = kept[n % eventsMax];
    kept[n % eventsMax] = undefined;
    if (gone === undefined) return;
    chars -= gone.chars;
    lose(gone.chars);
  };
  const dropFirst = () => {
    drop(first);
    first += 1;
  };
  const put = (one: Kept | undefined) => {
    if (last - first + 1 === eventsMax) dropFirst();
    last += 1;
    kept[last % eventsMax] = one;
  };
  const resize = (one: Kept, length: number) => {
    chars += length - one.chars;
    one.chars = length;
  };
  const makeRoom = () => {
    while (chars > charsMax) dropFirst();
  };

  /** Its words; undefined where there are none, or too many: then it is lost. */
  function wordsOf(n: number, one: Kept): Written | undefined {
    const { write } = one;
    if (!write) return one.written;
    one.write = null;
    try {
      one.written = write();
    } catch {
      // Something with no JSON, such as a cycle: not from a widget of ours.
    }
    // A function has none either, and says so by undefined.
    const length = one.written.event ? charsOf(one.written) : 0;
    resize(one, length);
    if (length > 0 && length <= captureLimits.eventCharsMax) {
      makeRoom();
      return one.written;
    }
    drop(n);
    return undefined;
  }

  return {
    keep({ witness, write, chars: held }) {
      const one: Kept = { witness, write, written: unwritten, chars: 0 };
      put(one);
      resize(one, held);
      makeRoom();
    },
    lose(length) {
      put(undefined);
      lose(length);
    },
    last: () => last,
    dropped: () => ({ ...lost }),
    batch(after, only) {
      const texts: string[] = [];
      let size = 0;
      let fields: string | undefined;
      let upTo = after;
      for (let n = Math.max(after + 1, first); n <= last; n++) {
        const one = kept[n % eventsMax];
        if (one === undefined || (only && one.witness !== only)) continue;
        const written = wordsOf(n, one);
        if (written === undefined) continue;
        size += charsOf(written);
        const isFull = texts.length === captureLimits.batchEventsMax || size > captureLimits.batchCharsMax;
        if (isFull && texts.length > 0) return { texts, upTo, isMore: true };
        const isSame = written.fields === fields;
        fields = written.fields;
        texts[texts.length] = `{"n":${n},${isSame ? '' : `"fields":${fields},`}"event":${written.event}}`;
        upTo = n;
      }
      return { texts, upTo, isMore: false };
    },
  };
}

/** With its fields: each event is to be within the bounds by itself, whatever a page makes of its own. */
function charsOf({ event, fields }: Written): number {
  return event.length + fields.length;
}
