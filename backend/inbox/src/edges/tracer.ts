import { formatTraceparent } from '@hilo/shared/trace/traceparent.ts';

/** One trace per load; each operation is a span of it. */
export interface Tracer {
  traceparent(): string;
}

export function createTracer(): Tracer {
  const traceId = randomHex(16);
  return { traceparent: () => formatTraceparent({ traceId, spanId: randomHex(8) }) };
}

function randomHex(bytes: number): string {
  const values = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(values, (value) => value.toString(16).padStart(2, '0')).join('');
}
