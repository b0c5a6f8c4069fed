import { randomBytes } from 'node:crypto';
import type { EndedOperation } from './trace-sink.ts';

type Value = { stringValue: string } | { intValue: string } | { boolValue: boolean };
interface Attribute {
  key: string;
  value: Value;
}

/** A span as OTLP/JSON writes it: ids in hexadecimal, times and 64-bit numbers as strings. */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  status: { code: number; message?: string };
}

/** SPAN_KIND_SERVER, STATUS_CODE_OK and STATUS_CODE_ERROR of opentelemetry.proto.trace.v1. */
const kindServer = 2;
const statusOk = 1;
const statusError = 2;

/**
 * An operation as a span below the caller's. What the caller did wrong is no error of a server's span (OpenTelemetry
 * semantic conventions for HTTP); its code is an attribute.
 */
export function toOtlpSpan({ line, actor, about, endedAtMs }: EndedOperation): OtlpSpan {
  const durationMs = line.durationMs ?? 0;
  const failed = line.outcome === 'failed';
  return {
    traceId: line.traceId ?? '',
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: line.spanId,
    name: line.operation,
    kind: kindServer,
    startTimeUnixNano: toNanos(endedAtMs - durationMs),
    endTimeUnixNano: toNanos(endedAtMs),
    attributes: [
      ...attributesOf('hilo.', {
        companyId: line.companyId,
        widgetId: line.widgetId,
        deviceId: line.deviceId,
        contactId: line.contactId,
        conversationId: line.conversationId,
        sessionId: line.sessionId,
        status: line.status,
        lastMessageId: line.lastMessageId,
        unreadCount: line.unreadCount,
        actor,
        outcome: line.outcome,
        errorCode: line.errorCode,
      }),
      ...attributesOf('hilo.about.', about ?? {}),
    ],
    status: failed ? { code: statusError, message: line.errorCode ?? '' } : { code: statusOk },
  };
}

/** One request of spans (ExportTraceServiceRequest). */
export function toExportRequest(spans: readonly OtlpSpan[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'hilo' } }] },
        scopeSpans: [{ scope: { name: 'hilo.server' }, spans }],
      },
    ],
  };
}

function attributesOf(prefix: string, values: Record<string, unknown>): Attribute[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ key: `${prefix}${name}`, value: toValue(value) }],
  );
}

function toValue(value: unknown): Value {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number' && Number.isInteger(value)) return { intValue: String(value) };
  return { stringValue: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** Milliseconds, with fractions, since the epoch; as nanoseconds they are beyond what a double counts. */
function toNanos(ms: number): string {
  const whole = Math.floor(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1_000_000)));
}
