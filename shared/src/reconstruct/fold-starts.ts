import type { TraceEvent } from '../trace/events.ts';

/**
 * A server that logs in detail has two lines of an operation, its start and its end, which says all that the start does.
 * Answers with one of each: starts remain of operations that have no end here.
 */
export function foldStarts<Event extends TraceEvent>(events: readonly Event[]): Event[] {
  const ends = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'server' || event.phase === 'start') continue;
    const key = keyOf(event);
    ends.set(key, (ends.get(key) ?? 0) + 1);
  }
  return events.filter((event) => {
    if (event.kind !== 'server' || event.phase !== 'start') return true;
    const key = keyOf(event);
    const left = ends.get(key) ?? 0;
    ends.set(key, left - 1);
    return left <= 0;
  });
}

/** A span may be asked for more than once: then each end belongs to the earliest start that has none. */
function keyOf({ span, operation }: Extract<TraceEvent, { kind: 'server' }>): string {
  return `${span} ${operation}`;
}
