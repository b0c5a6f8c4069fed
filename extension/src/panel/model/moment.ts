import type { TraceEvent, TraceEventKind, TraceEventOf } from '@hilo/shared/trace/events.ts';
import { emptyTenFields, type TenFields } from '@hilo/shared/trace/ten-fields.ts';
import { countUntil } from './ordered.ts';
import type { Load } from './session.ts';

/**
 * A moment of a load: milliseconds of its clock, or null for now (as far as it is known). Everything that happened at
 * that very millisecond has happened.
 */
export type Moment = number | null;

/** The events of one kind up to a moment, in order. */
export function eventsUntil<Kind extends TraceEventKind>(
  load: Load,
  kind: Kind,
  at: Moment,
): readonly TraceEventOf<Kind>[] {
  const events = (load.byKind.get(kind) ?? []) as readonly TraceEventOf<Kind>[];
  return at === null ? events : events.slice(0, countUntil(events, at));
}

/** The last event of one kind up to a moment. */
export function findLast<Kind extends TraceEventKind>(
  load: Load,
  kind: Kind,
  at: Moment,
): TraceEventOf<Kind> | undefined {
  const events = (load.byKind.get(kind) ?? []) as readonly TraceEventOf<Kind>[];
  return events[(at === null ? events.length : countUntil(events, at)) - 1];
}

/** What the widget was at a moment, as its own account has it. */
export interface StateAt {
  /** One of the six (shared/src/lifecycle). */
  state: string;
  connection: string;
  unread: number | null;
  /** The ten fields after the last event up to then. */
  fields: TenFields;
}

export function stateAt(load: Load, at: Moment): StateAt {
  return {
    state: findLast(load, 'transition', at)?.to ?? 'idle',
    connection: findLast(load, 'screen', at)?.connection ?? 'idle',
    unread: findLast(load, 'unread', at)?.total ?? null,
    fields: at === null ? load.fields : (findLastOwn(load, at)?.fields ?? emptyTenFields),
  };
}

function findLastOwn(load: Load, at: number): TraceEvent | undefined {
  for (let i = countUntil(load.events, at) - 1; i >= 0; i--) {
    const event = load.events[i];
    if (event?.witness === 'widget') return event;
  }
  return undefined;
}

/** Each key of storage with its value as it stood at a moment; keys that were removed are left out. */
export function storageAt(load: Load, at: Moment): Map<string, TraceEventOf<'storage'>> {
  const keys = new Map<string, TraceEventOf<'storage'>>();
  for (const event of eventsUntil(load, 'storage', at)) {
    if (event.op === 'remove' || (event.op === 'read' && event.value === null)) keys.delete(event.key);
    else if (event.op !== 'failed') keys.set(event.key, event);
  }
  return keys;
}
