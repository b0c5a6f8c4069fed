import type { Blob } from './blob-schema.ts';
import type { TraceEvent } from './events.ts';

/** Up to when a load is judged: `t` in milliseconds of the load. */
export interface JudgedUntil {
  traceId: string | null;
  t: number;
}

interface Made {
  /** Wall time, in milliseconds since the Unix epoch. */
  madeAtMs: number;
  /** Null where the page could not be asked for it: then it may have been gone for long. */
  screen: string | null;
}

/**
 * The time at which a blob was made, on the clock of the load that it is of: a deadline that was over by then counts,
 * although nothing happened after it. Null where nobody knows that the load still went on: no time passes for it.
 */
export function findJudgedUntil(events: readonly TraceEvent[], made: Made): JudgedUntil | null {
  const last = lastOwn(events);
  return last ? until(last, last.fields.traceId, made) : null;
}

/** The same of a blob that was read, so that whoever judges it again comes to what it says of itself. */
export function findJudgedUntilOfBlob({ loads, madeAt, screen }: Blob): JudgedUntil | null {
  const main = loads.at(-1);
  const last = main?.role === 'this' ? lastOwn(main.events) : undefined;
  if (!main || !last) return null;
  return until(last, main.fieldSets[last.fields]?.traceId ?? null, { madeAtMs: madeAt, screen });
}

/** The widget's own: the server's lines have another clock. */
function lastOwn<One extends { witness: string }>(events: readonly One[]): One | undefined {
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at] as One;
    if (event.witness === 'widget') return event;
  }
  return undefined;
}

function until(
  last: { t: number; wall: number },
  traceId: string | null,
  { madeAtMs, screen }: Made,
): JudgedUntil | null {
  if (screen === null || last.wall >= madeAtMs) return null;
  return { traceId, t: last.t + (madeAtMs - last.wall) };
}
