import { type OtlpSpan, toExportRequest, toOtlpSpan } from './otlp-span.ts';
import type { TraceLimits } from './trace-limits.ts';
import type { EndedOperation, TraceKeeper } from './trace-sink.ts';

export interface OtlpExporterPorts {
  /** Base address of a collector; spans go to `/v1/traces` below it. */
  endpoint: string;
  onDropped(spans: number, error?: unknown): void;
  limits: TraceLimits;
}

/**
 * Sends spans to an OpenTelemetry collector (OTLP/HTTP 1.x, JSON), some at a time, beside whoever is being answered.
 * What does not fit the queue, or is not taken at the first try, is dropped and counted.
 */
export function createOtlpExporter({ endpoint, onDropped, limits }: OtlpExporterPorts): TraceKeeper {
  const address = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  let queue: OtlpSpan[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  // A span tells a start and its end at once. Nobody reads here what it sends.
  return { push, begin: () => undefined, flush: () => Promise.resolve(), stop };

  function push(ended: EndedOperation): void {
    if (queue.length >= limits.otlpQueueSpansMax) {
      onDropped(1);
      return;
    }
    queue.push(toOtlpSpan(ended));
    if (queue.length >= limits.otlpBatchSpansMax) void start();
    else timer ??= setTimeout(() => void start(), limits.otlpFlushMs);
  }

  function start(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= drain().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.slice(0, limits.otlpBatchSpansMax);
      queue = queue.slice(batch.length);
      try {
        await send(batch);
      } catch (error) {
        onDropped(batch.length, error);
      }
    }
  }

  async function send(batch: readonly OtlpSpan[]): Promise<void> {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(toExportRequest(batch)),
      signal: AbortSignal.timeout(limits.otlpTimeoutMs),
    });
    // The body has to be read, or the connection is not used again.
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the collector answered ${response.status}`);
  }

  async function stop(): Promise<void> {
    if (queue.length > 0 || sending) await start();
    clearTimeout(timer);
  }
}
