import type { ServerTrace } from '@hilo/shared/protocol/trace-shapes.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { TraceChunkRow } from '../sql/trace-chunks.ts';

type Entry = TraceChunkRow['lines'][number];
type Event = ServerTrace['events'][number];
type Line = Extract<Entry, { operation: string }>;

const nothingKnown: Line['fields'] = {
  widgetId: null,
  deviceId: null,
  contactId: null,
  conversationId: null,
  sessionId: null,
  status: null,
  lastMessageId: null,
  unreadCount: null,
};

/**
 * Kept lines as the events of a trace, in the order in which they were written down. `linesMax`: the latest; `cut`
 * counts the rest of what was found.
 */
export function presentTrace(
  traceId: string,
  chunks: readonly TraceChunkRow[],
  linesMax: number,
): ServerTrace {
  const all = chunks.flatMap((chunk) => chunk.lines.map((entry) => ({ entry, companyId: chunk.company_id })));
  // Chunks of several processes overlap; the sort is stable.
  all.sort((a, b) => a.entry.at - b.entry.at);
  const cut = Math.max(0, all.length - linesMax);
  const beganAt = all[0]?.entry.at ?? 0;
  const events = all
    .slice(cut)
    .map(({ entry, companyId }, index) =>
      presentEntry(entry, { traceId, companyId, seq: cut + index + 1, beganAt }),
    );
  return { traceId, events, cut };
}

function presentEntry(
  entry: Entry,
  { traceId, companyId, seq, beganAt }: { traceId: string; companyId: string; seq: number; beganAt: number },
): Event {
  const known = 'fields' in entry ? entry.fields : nothingKnown;
  const fields: TenFields = { traceId, companyId, ...known };
  const envelope = { witness: 'server' as const, seq, t: entry.at - beganAt, wall: entry.at, fields };
  if ('dropped' in entry) {
    return {
      ...envelope,
      span: null,
      kind: 'dropped',
      count: entry.dropped,
      bytes: 0,
      reason: entry.reason,
    };
  }
  return {
    ...envelope,
    span: entry.span,
    kind: 'server',
    operation: entry.operation,
    phase: entry.phase,
    outcome: entry.outcome,
    durationMs: entry.durationMs,
    errorCode: entry.errorCode,
    about: entry.about,
  };
}
