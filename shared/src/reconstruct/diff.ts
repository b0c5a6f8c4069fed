import { eventId } from '../invariants/rule.ts';
import type { TraceEvent } from '../trace/events.ts';
import { describeEvent } from './describe-event.ts';
import { createNormaliser, type Normal } from './normalise.ts';

export interface DiffSide {
  /** The event at which this story leaves the other; null where it has ended. */
  eventId: string | null;
  text: string;
  /** What stands at `path` here, normalised. */
  value: unknown;
}

export type Diff =
  | { same: true; compared: number }
  | {
      same: false;
      /** How many events were the same before. */
      compared: number;
      /** The last ones of them, in words. */
      before: string[];
      /** Where in the event they part: `/body/code`; empty where the events are of two kinds. */
      path: string;
      left: DiffSide;
      right: DiffSide;
    };

interface Told {
  event: TraceEvent;
  normal: Normal;
}

const contextEvents = 3;

/**
 * The first point where two stories part. Ids and texts are compared by the order in which they first appear, times
 * not at all, so that two runs of one story are the same, masked or not.
 */
export function diffEvents(left: readonly TraceEvent[], right: readonly TraceEvent[]): Diff {
  const [ours, theirs] = [tell(left), tell(right)];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [one, other] = [ours[i], theirs[i]];
    const path = one && other ? firstDifference(one.normal, other.normal) : '';
    if (path === undefined) continue;
    const before = ours
      .slice(Math.max(0, i - contextEvents), i)
      .map((told) => describeEvent(told.event).text);
    return { same: false, compared: i, before, path, left: sideOf(one, path), right: sideOf(other, path) };
  }
  return { same: true, compared: ours.length };
}

function tell(events: readonly TraceEvent[]): Told[] {
  const normalise = createNormaliser();
  return events.flatMap((event) => {
    const normal = normalise(event);
    return normal ? [{ event, normal }] : [];
  });
}

function sideOf(told: Told | undefined, path: string): DiffSide {
  if (!told) return { eventId: null, text: 'nothing more happens', value: null };
  const { text, lane } = describeEvent(told.event);
  return { eventId: eventId(told.event), text: `${lane}: ${text}`, value: valueAt(told.normal.value, path) };
}

/** As a JSON pointer; empty where the kinds differ; undefined where nothing does. */
function firstDifference(one: Normal, other: Normal): string | undefined {
  return one.kind === other.kind ? differenceIn(one.value, other.value, '') : '';
}

function differenceIn(one: unknown, other: unknown, at: string): string | undefined {
  if (Object.is(one, other)) return undefined;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return at || '/';
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const name of names) {
    const [mine, theirs] = [(one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]];
    const path = differenceIn(mine, theirs, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (path !== undefined) return path;
  }
  return undefined;
}

function valueAt(value: unknown, path: string): unknown {
  if (path === '' || path === '/') return value;
  let current = value;
  for (const part of path.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    current = (current as Record<string, unknown> | undefined)?.[name];
  }
  return current ?? null;
}
