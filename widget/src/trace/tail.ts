import { forgetOldest, type Journal, type Kept } from './journal.ts';

/** Half of it in bytes where all is ASCII; the rest of a site's quota is the site's. */
const charsMax = 200_000;

/**
 * The end of a load outlives it in the same tab, so that a reload does not wipe out what led to it: as events, or as
 * the calls that events are made of (`read-tail.ts`). `allowed`: whether anything may be kept of this visitor.
 */
export function keepTail(widgetId: string, journal: Journal, allowed: () => boolean) {
  const key = `chatTrace-${widgetId}`;
  const guard = (work: (area: Storage) => void) => {
    try {
      work(sessionStorage);
    } catch {
      // Denied or full: then there is no tail.
    }
  };
  let previous: string | null = null;
  guard((area) => {
    previous = area.getItem(key);
  });
  return {
    /** What the load before left, as text. */
    previous: () => previous,
    save: () =>
      guard((area) => {
        if (!allowed()) return;
        const text = journal.tracer()?.tail(charsMax) ?? tailOf(journal.kept);
        if (text.length <= charsMax) area.setItem(key, text);
      }),
    forget: () =>
      guard((area) => {
        previous = null;
        area.removeItem(key);
      }),
  };
}

function tailOf({ calls, ...kept }: Kept): string {
  const left = { ...kept, calls: [...calls] };
  let text = writeKept(left);
  while (text.length > charsMax && left.calls.length > 0) {
    forgetOldest(left);
    text = writeKept(left);
  }
  return text;
}

/** Of each state what is not as in the one before; of each object, where it comes again, its number in order. */
function writeKept(kept: Kept): string {
  let last = kept.first;
  const calls = kept.calls.map(([name, args]) => {
    if (name !== 'followed') return [name, args];
    const [next, ...rest] = args;
    const before = last as unknown as Record<string, unknown>;
    last = next;
    return [name, [Object.fromEntries(Object.entries(next).filter(([k, v]) => v !== before[k])), ...rest]];
  });
  const numbers = new Map<object, number>();
  return JSON.stringify({ ...kept, calls }, (_, value) => {
    if (typeof value !== 'object' || !value) return value;
    const number = numbers.get(value);
    if (number !== undefined) return { $: number };
    numbers.set(value, numbers.size);
    return value;
  });
}
