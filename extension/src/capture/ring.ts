import type { Dropped } from '../channel/messages.ts';
import { captureLimits } from './limits.ts';

/** Numbered texts, bounded in count and in characters; the oldest make room, and are counted. */
export interface Ring {
  add(text: string): void;
  /** Takes a number for what could not be kept, so that the loss shows as a hole. */
  lose(chars: number): void;
  /** The number of the latest; 0 before the first. */
  last(): number;
  dropped(): Dropped;
  /** What is kept after that number, as far as one batch goes, and the number it reaches. */
  batch(after: number): { texts: string[]; upTo: number };
}

const charBytes = 2;

export function createRing(
  eventsMax: number = captureLimits.eventsMax,
  charsMax: number = captureLimits.charsMax,
): Ring {
  const texts: (string | undefined)[] = [];
  let first = 1;
  let last = 0;
  let chars = 0;
  const lost = { count: 0, bytes: 0 };

  const lose = (length: number) => {
    lost.count += 1;
    lost.bytes += length * charBytes;
  };
  const dropFirst = () => {
    const at = first % eventsMax;
    const text = texts[at];
    texts[at] = undefined;
    first += 1;
    if (text === undefined) return;
    chars -= text.length;
    lose(text.length);
  };
  const put = (text: string | undefined) => {
    if (last - first + 1 === eventsMax) dropFirst();
    last += 1;
    texts[last % eventsMax] = text;
  };

  return {
    add(text) {
      put(text);
      chars += text.length;
      while (chars > charsMax) dropFirst();
    },
    lose(length) {
      put(undefined);
      lose(length);
    },
    last: () => last,
    dropped: () => ({ ...lost }),
    batch(after) {
      const found: string[] = [];
      let size = 0;
      let n = Math.max(after + 1, first);
      for (; n <= last; n++) {
        const text = texts[n % eventsMax];
        if (text === undefined) continue;
        size += text.length;
        const isFull = found.length === captureLimits.batchEventsMax || size > captureLimits.batchCharsMax;
        if (isFull && found.length > 0) break;
        found[found.length] = text;
      }
      return { texts: found, upTo: Math.max(after, n - 1) };
    },
  };
}
