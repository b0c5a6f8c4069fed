import { type EventId, eventId } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Load } from './session.ts';

/** The names of events are asked for again and again; each is made once. */
const ids = new WeakMap<TraceEvent, EventId>();

/** The name of an event, as violations name their evidence. */
export function idOf(event: TraceEvent): EventId {
  const known = ids.get(event);
  if (known !== undefined) return known;
  const id = eventId(event);
  ids.set(event, id);
  return id;
}

const initials: Readonly<Record<string, TraceEvent['witness']>> = {
  w: 'widget',
  s: 'server',
  x: 'wire',
  b: 'browser',
};

/** An event by its name, and the load it is of; undefined where it is not, or no longer, here. */
export function findEvent(
  loads: readonly Load[],
  id: EventId,
): { load: Load; event: TraceEvent } | undefined {
  const slash = id.lastIndexOf('/');
  const seq = Number(id.slice(slash + 2));
  const witness = initials[id[slash + 1] ?? ''];
  const load = loads.find((one) => one.traceId === id.slice(0, slash));
  const event = load?.events.find((one) => one.seq === seq && one.witness === witness);
  return load && event && { load, event };
}
