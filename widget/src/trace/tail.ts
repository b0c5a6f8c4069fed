import type { Model } from '../core/model.ts';
import type { Journal, Kept } from './journal.ts';

/** Half of it in bytes where all is ASCII; the rest of a site's quota is the site's. */
const charsMax = 120_000;
/** So many calls are made text in one idle moment: the page must be able to go at once. */
const callsPerTurn = 8;

/**
 * The end of a load outlives it in the same tab, so that a reload does not wipe out what led to it: as events, or as
 * the calls that events are made of (`read-tail.ts`), which only the same `build` can read. `allowed`: whether anything
 * may be kept of this visitor.
 */
export function keepTail(widgetId: string, build: string, journal: Journal, allowed: () => boolean) {
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
  let writer = startPart(journal.kept);
  /** The part before, as text. */
  let older = '';

  const behind = () => journal.kept.lost + journal.kept.calls.length - writer.at;

  /** Makes text of some more calls. */
  function keepUp(): void {
    const { bornAt, lost, calls } = journal.kept;
    if (writer.at < lost) [writer, older] = [startPart(journal.kept), ''];
    const from = writer.at - lost;
    for (let [name, args] of calls.slice(from, from + callsPerTurn) as [string, unknown[]][]) {
      if (name === 'followed') {
        const before = writer.last as unknown as Record<string, unknown>;
        writer.last = args[0] as Model;
        const changed = Object.entries(writer.last).filter(([key, value]) => value !== before[key]);
        args = [Object.fromEntries(changed), ...args.slice(1)];
      }
      writer.text += `,${writer.write([name, args])}`;
      writer.at++;
    }
    if (writer.text.length > charsMax / 2) {
      older = `${writer.text},`;
      writer = startPart({ first: writer.last, bornAt, lost: writer.at });
    }
  }

  return {
    /** What the load before left, as text. */
    previous: () => previous,
    /** Something was told: what there is much of is made text when the page has nothing else to do. */
    grow(): void {
      if (behind() > callsPerTurn) globalThis.requestIdleCallback?.(keepUp);
    },
    save: () =>
      guard((area) => {
        if (!allowed()) return;
        let text = journal.tracer()?.tail(charsMax);
        if (!text) {
          while (behind() > 0) keepUp();
          text = `["${build}",${older}${writer.text}]`;
        }
        if (text.length <= charsMax) area.setItem(key, text);
      }),
    forget: () =>
      guard((area) => {
        previous = null;
        area.removeItem(key);
      }),
  };
}

/**
 * A part begins with the state before it, and its calls follow. Of each state stands what is not as in the one before; of
 * each object, where it comes again in this part, its number in order.
 */
function startPart({ first, bornAt, lost }: Omit<Kept, 'calls'>) {
  const numbers = new Map<object, number>();
  const write = (value: unknown) =>
    JSON.stringify(value, (_, part) => {
      if (typeof part !== 'object' || !part) return part;
      const number = numbers.get(part);
      if (number !== undefined) return { $: number };
      numbers.set(part, numbers.size);
      return part;
    });
  return { write, text: write({ first, bornAt, lost }), last: first, at: lost };
}
