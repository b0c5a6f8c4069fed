import type { ServerTrace } from '@hilo/shared/protocol/trace-shapes.ts';
import type { BlobCut } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { formatTraceparent } from '@hilo/shared/trace/traceparent.ts';
import type { DebugPorts } from './tools.ts';

const patienceMs = 4_000;

/** The server's lines of this trace. Where there are none to be had, a cut says so. */
export async function fetchServerLines(ports: DebugPorts, cuts: BlobCut[]): Promise<TraceEvent[]> {
  const { base, widgetId, model } = ports;
  const { traceId, device, view } = model();
  // Before there is a contact the server keeps none.
  if (!device?.token || !view.contactId) return [];
  const cut = (count: number, why: string) =>
    cuts.push({ what: 'lines of the server', count, bytes: null, why });
  try {
    const response = await fetch(`${base}v1/widgets/${widgetId}/traces/${traceId}`, {
      headers: {
        authorization: `Bearer ${device.token}`,
        traceparent: formatTraceparent({ traceId, spanId: traceId.slice(16) }),
      },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) {
      cut(1, 'the server gave none');
      return [];
    }
    const { events, cut: earlier } = (await response.json()) as ServerTrace;
    if (earlier > 0) cut(earlier, 'earlier lines did not fit');
    return events;
  } catch {
    cut(1, 'the server was not reached');
    return [];
  }
}
