import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Fault } from '../../../channel/faults.ts';

/** A fault that is on. */
export interface ActiveFault {
  faultId: string;
  traceId: string;
  kind: string;
  /** Milliseconds since the epoch at which it ends by itself; null where the trace does not say. */
  endsAtMs: number | null;
}

/** A fault that this panel has asked the page for. */
export interface AskedFault {
  fault: Fault;
  /** Milliseconds since the epoch. */
  atMs: number;
}

/** A fault that has not said that it ended is taken as ended this long after its time. */
const graceMs = 2_000;

/**
 * The faults that are on at `nowMs` (since the epoch): those that a trace says were switched on and not off, and those
 * that were asked for and of which no trace says anything yet.
 */
export function activeFaults(
  events: Iterable<TraceEvent>,
  asked: readonly AskedFault[],
  nowMs: number,
): ActiveFault[] {
  const on = new Map<string, ActiveFault>();
  const heardOf = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'fault') continue;
    const detail = Object(event.detail) as { faultId?: unknown; forMs?: unknown };
    const faultId = typeof detail.faultId === 'string' ? detail.faultId : event.fault;
    heardOf.add(faultId);
    if (event.phase === 'off') on.delete(faultId);
    else {
      const request = asked.find(({ fault }) => fault.faultId === faultId)?.fault;
      const forMs = typeof detail.forMs === 'number' ? detail.forMs : request && durationOf(request);
      const endsAtMs = forMs === undefined ? null : event.wall + forMs;
      on.set(faultId, { faultId, traceId: event.fields.traceId ?? '', kind: event.fault, endsAtMs });
    }
  }
  for (const { fault, atMs } of asked) {
    const forMs = durationOf(fault);
    if (heardOf.has(fault.faultId) || forMs === undefined) continue;
    on.set(fault.faultId, { ...fault, endsAtMs: atMs + forMs });
  }
  return [...on.values()].filter(({ endsAtMs }) => endsAtMs === null || endsAtMs + graceMs > nowMs);
}

/** How long a fault lasts, in milliseconds; undefined for one that is over at once. */
export function durationOf(fault: Fault): number | undefined {
  return 'forMs' in fault ? fault.forMs : undefined;
}
