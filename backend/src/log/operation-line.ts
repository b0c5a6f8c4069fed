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
  /** Whose operation it is. */
  actor: Actor;
  /** What it is about, as far as whoever reads the line needs it: ids, marks and results, never text. */
  about: About | null;
  /** The line of its start, where that was logged and did not say whose it is: it is kept with the end, which does. */
  begun: BegunOperation | null;
}

/** An operation that has begun, with what its log line says. */
export interface BegunOperation {
  line: OperationLine;
  actor: Actor;
  about: About | null;
  /** Milliseconds since the epoch. */
  beganAtMs: number;
}

export type Actor = 'visitor' | 'agent' | 'system';
export type About = Record<string, unknown>;

/** `refused`: an expected failure, the caller's to act on. `failed`: ours. */
export type Outcome = 'ok' | 'refused' | 'failed';

/** A log line: always all ten fields, null where not known. */
export interface OperationLine extends TenFields {
  operation: string;
  /** `start`: it has begun, and nothing is known of how it ends. */
  phase: 'start' | 'ok' | 'error';
  /** `pending` at its start. */
  outcome: Outcome | 'pending';
  durationMs: number | null;
  spanId: string;
  errorCode: ErrorCode | null;
}

export function newSpan(): SpanContext {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
}

/** Starts an operation in the caller's trace; a missing or malformed `traceparent` starts a trace of its own. */
export function beginOperation(
  name: string,
  traceparent: string | null | undefined,
  actor: Actor = 'visitor',
): Operation {
  const span = parseTraceparent(traceparent) ?? newSpan();
  return {
    name,
    span,
    startedAtMs: performance.now(),
    fields: { ...emptyTenFields, traceId: span.traceId },
    actor,
    about: null,
    begun: null,
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

/** Adds to what the operation is about. */
export function tell(operation: Operation, about: About): void {
  operation.about = { ...operation.about, ...about };
}

export function outcomeOf(errorCode: ErrorCode | null): Outcome {
  if (errorCode === null) return 'ok';
  return errors[errorCode].status >= 500 ? 'failed' : 'refused';
}

/** The line of an operation that has begun. */
export function startLine(operation: Operation): OperationLine {
  return lineOf(operation, { phase: 'start', outcome: 'pending', durationMs: null, errorCode: null });
}

/** The line of an operation that has ended. */
export function operationLine(
  operation: Operation,
  errorCode: ErrorCode | null,
  nowMs: number,
): OperationLine & { outcome: Outcome; durationMs: number } {
  return lineOf(operation, {
    phase: errorCode === null ? 'ok' : 'error',
    outcome: outcomeOf(errorCode),
    durationMs: Math.round((nowMs - operation.startedAtMs) * 10) / 10,
    errorCode,
  });
}

/** Fields are named one by one, so that nothing else can slip in. */
function lineOf<How extends Pick<OperationLine, 'phase' | 'outcome' | 'durationMs' | 'errorCode'>>(
  operation: Operation,
  how: How,
): OperationLine & How {
  const { fields } = operation;
  return {
    operation: operation.name,
    phase: how.phase,
    outcome: how.outcome,
    durationMs: how.durationMs,
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
    errorCode: how.errorCode,
  } as OperationLine & How;
}
