import { beginOf } from '@hilo/shared/reconstruct/clock-offset.ts';
import { placeOthers } from '@hilo/shared/reconstruct/merge.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Load } from './session.ts';

/**
 * Puts the server's lines of a load on the load's clock: by the offset that its own answers reveal, and never outside
 * the request that they belong to. `own`: what the page's witnesses saw, in order.
 */
export function placeServerLines(
  own: readonly TraceEvent[],
  lines: readonly TraceEvent[],
): { lines: TraceEvent[]; clock: NonNullable<Load['serverClock']> } {
  const events = own.filter((event) => event.witness === 'widget');
  const { clocks, others } = placeOthers([
    { name: 'load', traceId: null, machine: 0, events, others: lines },
  ]);
  const [clock] = clocks;
  const offsetMs = clock?.offsetMs ?? 0;
  const begin = beginOf(events) + offsetMs;
  const placed = others
    .map(({ event, atMs }) => ({ ...event, t: Math.max(0, atMs - begin) }))
    // Placed inside their requests, two may have changed places; judged out of their own order, they would be a gap.
    .sort((a, b) => a.seq - b.seq);
  return { lines: placed, clock: { offsetMs, uncertaintyMs: clock?.uncertaintyMs ?? null } };
}
