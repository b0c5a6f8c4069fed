import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Moment } from './moment.ts';
import { countUntil } from './ordered.ts';

/** The nearest moment before or after at which something happened. After the last one comes now. */
export function momentBeside(events: readonly TraceEvent[], moment: Moment, by: 1 | -1): Moment {
  if (events.length === 0) return null;
  if (by === 1) return moment === null ? null : (events[countUntil(events, moment)]?.t ?? null);
  const until = moment ?? Number.POSITIVE_INFINITY;
  let at = countUntil(events, until) - 1;
  while (at >= 0 && (events[at] as TraceEvent).t >= until) at--;
  return (events[at] ?? events[0])?.t ?? null;
}
