import type { TraceEvent } from './events.ts';
import type { StorageEntry } from './masking-events.ts';

/** What storage held when a load began, as the widget read it before it did anything. Null where the beginning is gone. */
export function storageAtStart(events: readonly TraceEvent[]): StorageEntry[] | null {
  if (events[0]?.kind !== 'load') return null;
  const end = events.findIndex((event) => event.kind === 'operation');
  return events
    .slice(0, end < 0 ? events.length : end)
    .flatMap((event) =>
      event.kind === 'storage' && event.op === 'read' ? [{ key: event.key, value: event.value }] : [],
    );
}

/**
 * What to add to the page's wall time to get the server's, in milliseconds: from the last answer or frame that told
 * it. Null where none did.
 */
export function lastClockOffset(events: readonly TraceEvent[]): number | null {
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i] as TraceEvent;
    if (event.kind !== 'response' && event.kind !== 'frame') continue;
    const told = event.kind === 'response' ? event.body : event.data;
    const { serverTime } = Object(told) as { serverTime?: unknown };
    if (typeof serverTime === 'number') return Math.round(serverTime - event.wall);
  }
  return null;
}
