import { type EventId, eventId } from '@hilo/shared/invariants/rule.ts';
import { describeEvent } from '@hilo/shared/reconstruct/describe-event.ts';
import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import { findRole, type KeyRole, keyRoles } from './roles.ts';

/** Something that happened to a key. */
export interface KeyEvent {
  id: EventId;
  witness: TraceEvent['witness'];
  /** Load time in milliseconds. */
  t: number;
  op: TraceEventOf<'storage'>['op'];
  cause: TraceEventOf<'storage'>['cause'];
  /** Who did it, for people. */
  who: string;
  /** What the widget had just heard or been told, in words; null where that is not known. */
  why: string | null;
  /** What the key holds afterwards; null where it is absent. */
  value: unknown;
  /** What it held before; undefined where that is not known. */
  before: unknown;
  /** The value is another than before. */
  changed: boolean;
}

export interface KeyHistory {
  key: string;
  role: KeyRole | undefined;
  /** Oldest first. */
  events: readonly KeyEvent[];
}

/** With the keys of which the trace does not speak, each once. */
export function withMoreKeys(histories: readonly KeyHistory[], keys: Iterable<string>): KeyHistory[] {
  const known = new Set(histories.map(({ key }) => key));
  const more = [...new Set(keys)].filter((key) => !known.has(key));
  return [...histories, ...more.map((key) => ({ key, role: findRole(key), events: [] }))].sort(byRole);
}

const whoWords: Readonly<Record<KeyEvent['cause'], string>> = {
  widget: 'the widget',
  other_tab: 'another tab',
  observed: 'something else on the page; seen from outside, cause unknown',
};

/** Kinds of events that make the widget write. */
const causes: ReadonlySet<string> = new Set(['action', 'response', 'frame', 'api', 'page', 'load']);

/** The history of every key that the trace speaks of, in the order of the source-of-truth table, then by name. */
export function historiesOf(events: readonly TraceEvent[]): KeyHistory[] {
  const byKey = new Map<string, KeyEvent[]>();
  let cause: TraceEvent | undefined;
  for (const event of events) {
    if (event.kind === 'storage') {
      const history = byKey.get(event.key) ?? [];
      byKey.set(event.key, history);
      put(history, event, cause);
    } else if (event.witness === 'widget' && causes.has(event.kind)) cause = event;
  }
  return [...byKey].map(([key, list]) => ({ key, role: findRole(key), events: list })).sort(byRole);
}

/** How long after the one witness the other may tell of the same change, in milliseconds. */
const repeatMsMax = 250;
/** How many other changes may stand between the two. */
const repeatApartMax = 5;

/** The widget tells what it writes, and so does the wire: that is one change, and the widget's word says why. */
function put(history: KeyEvent[], event: TraceEventOf<'storage'>, cause: TraceEvent | undefined): void {
  const value = JSON.stringify(event.value ?? null);
  const told = history.findLastIndex(
    (one, i) =>
      i >= history.length - repeatApartMax &&
      one.witness !== event.witness &&
      one.op === event.op &&
      Math.abs(one.t - event.t) <= repeatMsMax &&
      JSON.stringify(one.value) === value,
  );
  if (told < 0) history.push(toKeyEvent(event, history.at(-1), cause));
  else if (event.witness === 'widget') history[told] = toKeyEvent(event, history[told - 1], cause);
}

function byRole(a: KeyHistory, b: KeyHistory): number {
  return roleOrder(a.key) - roleOrder(b.key) || (a.key < b.key ? -1 : 1);
}

function roleOrder(key: string): number {
  const at = keyRoles.findIndex(({ name }) => key.startsWith(`${name}-`));
  return at < 0 ? keyRoles.length : at;
}

interface Made {
  last: KeyEvent | undefined;
  cause: TraceEvent | undefined;
  made: KeyEvent;
}

/** A trace grows by its end: what was made of an event stays as it is, unless something came before it. */
const known = new WeakMap<TraceEvent, Made>();

function toKeyEvent(
  event: TraceEventOf<'storage'>,
  last: KeyEvent | undefined,
  cause: TraceEvent | undefined,
): KeyEvent {
  const before = known.get(event);
  if (before && before.last === last && before.cause === cause) return before.made;
  const made = makeKeyEvent(event, last, cause);
  known.set(event, { last, cause, made });
  return made;
}

function makeKeyEvent(
  event: TraceEventOf<'storage'>,
  last: KeyEvent | undefined,
  cause: TraceEvent | undefined,
): KeyEvent {
  const { t, op, value } = event;
  const before = last?.value;
  // A write that failed left what was there.
  const after = op === 'remove' ? null : op === 'failed' ? (before ?? null) : (value ?? null);
  const isOwn = event.cause === 'widget' && op !== 'read';
  return {
    id: eventId(event),
    witness: event.witness,
    t,
    op,
    cause: event.cause,
    who: whoWords[event.cause],
    why: isOwn && cause ? describeEvent(cause).text : null,
    value: after,
    before,
    changed: JSON.stringify(after) !== JSON.stringify(before ?? null),
  };
}

/** What a key held at a moment; undefined where the trace does not say. `t` null: at the end. */
export function valueAt({ events }: KeyHistory, t: number | null): KeyEvent | undefined {
  return t === null ? events.at(-1) : events.findLast((event) => event.t <= t);
}

/** The keys that are there at a moment, and those that were and are gone. */
export function keysAt(
  histories: readonly KeyHistory[],
  t: number | null,
): { history: KeyHistory; now: KeyEvent | undefined; present: boolean }[] {
  return histories.map((history) => {
    const now = valueAt(history, t);
    return { history, now, present: now !== undefined && now.value !== null };
  });
}

/** A value as the text that storage holds. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
}
