import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/** Index of the first event later than `t`: how many stand at or before it. Events are in order of `t`. */
export function countUntil(events: readonly TraceEvent[], t: number): number {
  let from = 0;
  let to = events.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((events[middle] as TraceEvent).t <= t) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Where an event stands in a list in order of time; -1 where it does not. */
export function indexOfEvent(events: readonly TraceEvent[], event: TraceEvent): number {
  for (let i = countUntil(events, event.t) - 1; i >= 0 && events[i]?.t === event.t; i--) {
    if (events[i] === event) return i;
  }
  return -1;
}

/** Puts an event where its time belongs, after those of the same time. Nearly always that is the end. */
export function insertInOrder(events: TraceEvent[], event: TraceEvent): void {
  const last = events[events.length - 1];
  if (!last || last.t <= event.t) events.push(event);
  else events.splice(countUntil(events, event.t), 0, event);
}

/** Two lists in order of time as one; of what stands at one time, `first` has its own before. */
export function mergeInOrder(first: readonly TraceEvent[], second: readonly TraceEvent[]): TraceEvent[] {
  const merged: TraceEvent[] = [];
  let from = 0;
  for (const event of first) {
    for (let next = second[from]; next && next.t < event.t; next = second[++from]) merged.push(next);
    merged.push(event);
  }
  for (; from < second.length; from++) merged.push(second[from] as TraceEvent);
  return merged;
}
