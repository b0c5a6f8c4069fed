import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { Load } from './session.ts';

export interface BrowserLoss {
  /** Requests and sockets that the browser recorded, and nobody on the page told of: a Worker's, for instance. */
  missed: readonly TraceEvent[];
  /** How many requests were told of on the page, and the browser did not record. */
  unrecorded: number;
}

/**
 * The browser's recording set against what widget and wire told, since it began; null while there is none. Requests count
 * once they were answered, and sockets only where the browser has them: it tells of both late.
 */
export function browserLossOf({ byKind, witnesses }: Load): BrowserLoss | null {
  if (witnesses.browser === 0) return null;
  const requests = (byKind.get('request') ?? []) as readonly TraceEventOf<'request'>[];
  const sockets = (byKind.get('socket') ?? []) as readonly TraceEventOf<'socket'>[];
  const recorded = requests.filter(isBrowser);
  const firstT = recorded[0]?.t ?? Number.POSITIVE_INFINITY;
  const responses = (byKind.get('response') ?? []) as readonly TraceEventOf<'response'>[];
  const answered = new Set(responses.filter(isWidget).map(({ requestId }) => requestId));
  const known = tally(recorded, keyOfRequest);
  const told = tally(requests.filter(isWidget), keyOfRequest);
  const heard = tally(requests.filter(isWire), keyOfRequest);
  const due = requests.filter(
    (one) => isWidget(one) && one.t >= firstT - nearMs && answered.has(one.requestId),
  );
  const opened = tally(
    sockets.filter((one) => isWire(one) && one.phase === 'connecting'),
    ({ path }) => path,
  );
  return {
    missed: [
      ...beyond(recorded, keyOfRequest, (key) => Math.max(told.get(key) ?? 0, heard.get(key) ?? 0)),
      ...beyond(
        sockets.filter(isBrowser),
        ({ path }) => path,
        (key) => opened.get(key) ?? 0,
      ),
    ],
    unrecorded: beyond(due, keyOfRequest, (key) => known.get(key) ?? 0).length,
  };
}

/** The browser notes a request a moment after the widget sends it. */
const nearMs = 50;

/** Those that are more than their counterparts; of like ones the last. */
function beyond<Event extends TraceEvent>(
  events: readonly Event[],
  keyOf: (event: Event) => string,
  countOf: (key: string) => number,
): Event[] {
  const seen = new Map<string, number>();
  return events.filter((event) => {
    const key = keyOf(event);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count > countOf(key);
  });
}

function tally<Event>(events: readonly Event[], keyOf: (event: Event) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) + 1);
  return counts;
}

function keyOfRequest({ span, method, path }: TraceEventOf<'request'>): string {
  return `${span} ${method} ${path}`;
}

const isWidget = ({ witness }: TraceEvent) => witness === 'widget';
const isWire = ({ witness }: TraceEvent) => witness === 'wire';
const isBrowser = ({ witness }: TraceEvent) => witness === 'browser';
