import { isTime } from '../invariants/row-shapes.ts';
import { asObject, findRows } from '../invariants/rows.ts';
import type { TraceEvent, TraceEventOf } from '../trace/events.ts';

/** What to add to a load's own time to get the server's, and how far off that can be. */
export interface ClockOffset {
  offsetMs: number;
  /** The true offset is within ± this of it; null where the server was never heard. */
  uncertaintyMs: number | null;
  /** Observations it rests on. */
  samples: number;
  /** No one offset fits all observations: a clock was set meanwhile. The most exact one is used. */
  contradictory: boolean;
}

/** The true offset lies between the two. */
interface Bounds {
  min: number;
  max: number;
}

const unbounded: Bounds = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

/** A load's own time of an event: wall time at its start plus the monotonic time since, so that setting the clock moves nothing. */
export function ownTimeMs(event: TraceEvent, begin: number): number {
  return begin + event.t;
}

/** Wall time at which a load began, as its machine showed it. */
export function beginOf(events: readonly TraceEvent[]): number {
  const first = events[0];
  return first ? first.wall - first.t : 0;
}

/**
 * Compares the clock of a machine with the server's, by the loads that ran on it. Whatever the server stamped while answering (serverTime, createdAt of the
 * message it stored, its own log line of the same span) it stamped after the request left and before the answer came;
 * what it stamped on an event it stamped before the event arrived. The offset lies where all of that is true at once
 * (Marzullo's idea, as in NTP).
 */
export function estimateClockOffset(
  loads: readonly { events: readonly TraceEvent[]; others: readonly TraceEvent[] }[],
): ClockOffset {
  let samples = 0;
  let common = unbounded;
  let narrowest = unbounded;
  for (const { events, others } of loads) {
    for (const one of observe(events, others)) {
      samples++;
      common = { min: Math.max(common.min, one.min), max: Math.min(common.max, one.max) };
      if (one.max - one.min < narrowest.max - narrowest.min) narrowest = one;
    }
  }
  // None that has two ends.
  if (narrowest === unbounded) return { offsetMs: 0, uncertaintyMs: null, samples, contradictory: false };
  const contradictory = common.min > common.max;
  const { min, max } = contradictory ? narrowest : common;
  return { offsetMs: (min + max) / 2, uncertaintyMs: (max - min) / 2, samples, contradictory };
}

interface Frame {
  type?: unknown;
  serverTime?: unknown;
}

function* observe(events: readonly TraceEvent[], others: readonly TraceEvent[]): Generator<Bounds> {
  const begin = beginOf(events);
  const asked = new Map<number, TraceEventOf<'request'>>();
  const greeted = new Map<number, number>();
  const bySpan = new Map<string, { from: number; to: number }>();
  for (const event of events) {
    const at = ownTimeMs(event, begin);
    if (event.kind === 'request') asked.set(event.requestId, event);
    else if (event.kind === 'response') {
      const request = asked.get(event.requestId);
      if (!request) continue;
      const from = ownTimeMs(request, begin);
      if (event.span) bySpan.set(event.span, { from, to: at });
      for (const stamp of stampsOf(request, event)) yield between(stamp, from, at);
    } else if (event.kind === 'frame') {
      const frame = asObject<Frame>(event.data);
      if (event.direction === 'out') {
        if (frame?.type === 'hello') greeted.set(event.socketId, at);
      } else if (frame?.type === 'ready') {
        const from = greeted.get(event.socketId);
        if (!isTime(frame.serverTime) || from === undefined) continue;
        yield between(frame.serverTime, from, at);
        if (event.span) bySpan.set(event.span, { from, to: at });
      } else if (frame?.type === 'event') {
        for (const message of findRows(event)?.messages ?? [])
          yield { min: message.createdAt - at, max: Number.POSITIVE_INFINITY };
      }
    }
  }
  for (const line of others) {
    if (line.kind !== 'server') continue;
    const asking = bySpan.get(line.span ?? '');
    // A line is written once the answer is on its way, so only its beginning surely lies in between.
    if (asking) yield between(line.wall - (line.durationMs ?? 0), asking.from, asking.to);
  }
}

/** A stamp has whole milliseconds: the true time is up to one later. */
function between(stamp: number, from: number, to: number): Bounds {
  return { min: stamp - to, max: stamp + 1 - from };
}

/** Times the server took while it answered this very request. A retry is answered with times of long ago: not those. */
function* stampsOf(request: TraceEventOf<'request'>, response: TraceEventOf<'response'>): Generator<number> {
  const body = asObject<{ serverTime?: unknown; duplicate?: unknown; message?: unknown }>(response.body);
  if (isTime(body?.serverTime)) yield body.serverTime;
  if (request.method === 'POST' && body?.duplicate === false) {
    const createdAt = asObject<{ createdAt?: unknown }>(body.message)?.createdAt;
    if (isTime(createdAt)) yield createdAt;
  }
}
