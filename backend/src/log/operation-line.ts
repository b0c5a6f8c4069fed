import { randomBytes } from 'node:crypto';
import { type ErrorCode, errors } from '@hilo/shared/errors.ts';
import { emptyTenFields, type TenFields } from '@hilo/shared/trace/ten-fields.ts';
import { formatTraceparent, parseTraceparent, type SpanContext } from '@hilo/shared/trace/traceparent.ts';

/** One operation while it runs: what will be logged of it. */
export interface Operation {
  /** As in `shared/protocol/route.ts`, or a name of the server's own. */
  name: string;
  /** The caller's span: its own log line of the same operation has the same. Ours where the caller named none. */
  span: SpanContext;
  startedAtMs: number;
  fields: TenFields;
}

/** `refused`: an expected failure, the caller's to act on. `failed`: ours. */
export type Outcome = 'ok' | 'refused' | 'failed';

/** A log line: always all ten fields, null where not known. */
export interface OperationLine extends TenFields {
  operation: string;
  outcome: Outcome;
  durationMs: number;
  spanId: string;
  errorCode: ErrorCode | null;
}

export function newSpan(): SpanContext {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
}

/** Starts an operation in the caller's trace; a missing or malformed `traceparent` starts a trace of its own. */
export function beginOperation(name: string, traceparent: string | null | undefined): Operation {
  const span = parseTraceparent(traceparent) ?? newSpan();
  return {
    name,
    span,
    startedAtMs: performance.now(),
    fields: { ...emptyTenFields, traceId: span.traceId },
  };
}

export function traceparentOf(operation: Operation): string {
  return formatTraceparent(operation.span);
}

/** Adds what was learned. A field that is known never becomes unknown again. */
export function learn(operation: Operation, fields: Partial<TenFields>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined) Object.assign(operation.fields, { [name]: value });
  }
}

export function outcomeOf(errorCode: ErrorCode | null): Outcome {
  if (errorCode === null) return 'ok';
  return errors[errorCode].status >= 500 ? 'failed' : 'refused';
}

/** The line of an operation that has ended. Fields are named one by one, so that nothing else can slip in. */
export function operationLine(
  operation: Operation,
  errorCode: ErrorCode | null,
  nowMs: number,
): OperationLine {
  const { fields } = operation;
  return {
    operation: operation.name,
    outcome: outcomeOf(errorCode),
    durationMs: Math.round((nowMs - operation.startedAtMs) * 10) / 10,
    traceId: fields.traceId,
    spanId: operation.span.spanId,
    companyId: fields.companyId,
    widgetId: fields.widgetId,
    deviceId: fields.deviceId,
    contactId: fields.contactId,
    conversationId: fields.conversationId,
    sessionId: fields.sessionId,
    status: fields.status,
    lastMessageId: fields.lastMessageId,
    unreadCount: fields.unreadCount,
    errorCode,
  };
}
