import type { ServerTrace } from '@hilo/shared/protocol/trace-shapes.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { TraceChunkRow } from '../sql/trace-chunks.ts';
import type { KeptFields } from '../trace/trace-line.ts';

type Entry = TraceChunkRow['lines'][number];
type Event = ServerTrace['events'][number];

const nothingKnown: KeptFields = {
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
  const all = chunks.flatMap(unfold);
  // Chunks of several processes overlap; the sort is stable.
  all.sort((a, b) => a.entry.at - b.entry.at);
  const cut = Math.max(0, all.length - linesMax);
  const beganAt = all[0]?.entry.at ?? 0;
  const events = all
    .slice(cut)
    .map(({ entry, known, companyId }, index) =>
      presentEntry(entry, { traceId, companyId, ...known }, cut + index + 1, beganAt),
    );
  return { traceId, events, cut };
}

interface Unfolded {
  entry: Entry;
  companyId: string;
  known: KeptFields;
}

/** Lines with all that was known at each. */
function unfold({ company_id: companyId, lines }: TraceChunkRow): Unfolded[] {
  let fields = nothingKnown;
  return lines.map((entry) => {
    if ('dropped' in entry) return { entry, companyId, known: nothingKnown };
    fields = { ...fields, ...entry.fields } as KeptFields;
    return { entry, companyId, known: fields };
  });
}

function presentEntry(entry: Entry, fields: TenFields, seq: number, beganAt: number): Event {
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
