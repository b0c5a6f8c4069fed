import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { Load } from './session.ts';

/**
 * Requests of which only the widget or only the browser's recording knows, since that recording began; null while there
 * is none. A request counts once it was answered: before that the browser has not recorded it.
 */
export function browserLossOf(load: Load): { onlyWidget: number; onlyBrowser: number } | null {
  if (load.witnesses.browser === 0) return null;
  const requests = (load.byKind.get('request') ?? []) as readonly TraceEventOf<'request'>[];
  const firstT = requests.find(({ witness }) => witness === 'browser')?.t;
  if (firstT === undefined) return null;
  const answered = new Set(
    (load.byKind.get('response') ?? []).filter(isWidget).map((event) => requestIdOf(event)),
  );
  const open = new Map<string, number>();
  for (const request of requests) {
    const counts = isWidget(request)
      ? request.t >= firstT - nearMs && answered.has(request.requestId)
      : request.witness === 'browser';
    if (!counts) continue;
    const key = `${request.span} ${request.method} ${request.path}`;
    open.set(key, (open.get(key) ?? 0) + (isWidget(request) ? 1 : -1));
  }
  let onlyWidget = 0;
  let onlyBrowser = 0;
  for (const sum of open.values()) {
    if (sum > 0) onlyWidget += sum;
    else onlyBrowser -= sum;
  }
  return { onlyWidget, onlyBrowser };
}

/** The browser notes a request a moment after the widget sends it. */
const nearMs = 50;

function isWidget({ witness }: TraceEvent): boolean {
  return witness === 'widget';
}

function requestIdOf(event: TraceEvent): number {
  return event.kind === 'response' ? event.requestId : 0;
}
