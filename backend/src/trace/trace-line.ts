import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { About, Actor, OperationLine } from '../log/operation-line.ts';

/** One line of the server's log, as it is kept with its trace. `companyId` and `traceId` stand beside it. */
export interface KeptLine {
  /** Milliseconds since the epoch at which the operation ended; of a line of its start, at which it began. */
  at: number;
  /** The caller's span; 16 hex digits. */
  span: string;
  operation: string;
  phase: string;
  outcome: string;
  durationMs: number | null;
  errorCode: string | null;
  about: About | null;
  fields: KeptFields;
}

/** The ten fields without those that stand beside all lines of a chunk. */
export type KeptFields = Omit<TenFields, 'companyId' | 'traceId'>;

/** Lines that were lost. */
export interface LostLines {
  at: number;
  dropped: number;
  reason: string;
}

export type TraceEntry = KeptLine | LostLines;

/** A line on its way: where it belongs, and what it says. */
export interface TraceLine {
  companyId: string;
  traceId: string;
  contactId: string;
  actor: Actor;
  entry: TraceEntry;
}

export function toKeptLine(line: OperationLine, about: About | null, atMs: number): KeptLine {
  return {
    at: atMs,
    span: line.spanId,
    operation: line.operation,
    phase: line.phase,
    outcome: line.outcome,
    durationMs: line.durationMs,
    errorCode: line.errorCode,
    about,
    fields: {
      widgetId: line.widgetId,
      deviceId: line.deviceId,
      contactId: line.contactId,
      conversationId: line.conversationId,
      sessionId: line.sessionId,
      status: line.status,
      lastMessageId: line.lastMessageId,
      unreadCount: line.unreadCount,
    },
  };
}
