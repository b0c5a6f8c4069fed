import { findRows, type Rows } from '@hilo/shared/invariants/rows.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/** What somebody holds to be true of a conversation; a field is null where they do not say. */
export interface ConversationBelief {
  conversationId: string;
  status: string | null;
  /** Agent messages that the visitor has not read. */
  unreadCount: number | null;
  lastSeq: number | null;
  /** The visitor's read mark. */
  readSeq: number | null;
}

export interface Belief {
  contactId: string | null;
  conversations: readonly ConversationBelief[];
  /** Of all conversations together; null where it is not said. */
  unreadTotal: number | null;
  /** Milliseconds since the epoch at which this was so, on the page's clock; null where it is not known. */
  at: number | null;
  /** More conversations are there than are listed. */
  isPartial: boolean;
}

type Loose = Readonly<Record<string, unknown>>;

/** The widget's belief as its own model has it now. Undefined where that is not a model. */
export function beliefOfModel(model: unknown, at: number): Belief | undefined {
  const view = asLoose(asLoose(model)?.['view']);
  const rows = asLoose(view?.['conversations']);
  if (!view || !rows) return undefined;
  const conversations = Object.values(rows).flatMap((row) => beliefOfRow(row) ?? []);
  return {
    contactId: textOrNull(view['contactId']),
    conversations,
    unreadTotal: sumOf(conversations),
    at,
    isPartial: view['hasMoreConversations'] === true,
  };
}

/** The widget's belief as its trace tells it: the last badge, and the last status of each conversation. */
export function beliefOfTrace(events: readonly TraceEvent[]): Belief | undefined {
  let belief: Belief | undefined;
  const statuses = new Map<string, string>();
  for (const event of events) {
    if (event.witness !== 'widget') continue;
    const { conversationId, status } = event.fields;
    if (conversationId !== null && status !== null) statuses.set(conversationId, status);
    if (event.kind === 'identity' && (event.cause === 'logout' || event.cause === 'switch'))
      belief = undefined;
    if (event.kind !== 'unread') continue;
    const conversations = event.conversations.map((row) => ({ ...row, status: null }));
    belief = {
      contactId: event.fields.contactId,
      conversations,
      unreadTotal: event.total,
      at: event.wall,
      isPartial: false,
    };
  }
  return (
    belief && {
      ...belief,
      conversations: belief.conversations.map((row) => ({
        ...row,
        status: statuses.get(row.conversationId) ?? null,
      })),
    }
  );
}

/** What the server last said in this trace: the newest row of each conversation that it sent. */
export function lastSaidByServer(events: readonly TraceEvent[]): Belief | undefined {
  const rows = new Map<string, { belief: ConversationBelief; version: number }>();
  let contactId: string | null = null;
  let at: number | null = null;
  for (const event of events) {
    if (event.witness !== 'widget') continue;
    if (event.kind === 'identity' && (event.cause === 'logout' || event.cause === 'switch')) rows.clear();
    const said = rowsOf(event);
    if (!said) continue;
    if (said.whole) rows.clear();
    contactId = textOrNull(said.contactId) ?? contactId;
    for (const row of said.conversations) {
      const belief = beliefOfRow(row);
      const version = numberOrNull(asLoose(row)?.['version']) ?? 0;
      if (!belief || version < (rows.get(belief.conversationId)?.version ?? 0)) continue;
      rows.set(belief.conversationId, { belief, version });
      at = event.wall;
    }
    at ??= event.wall;
  }
  if (at === null) return undefined;
  const conversations = [...rows.values()].map(({ belief }) => belief);
  return { contactId, conversations, unreadTotal: sumOf(conversations), at, isPartial: false };
}

/** Bodies are whatever was recorded: one that is not as it should be says nothing. */
function rowsOf(event: TraceEvent): Rows | null {
  try {
    return findRows(event);
  } catch {
    return null;
  }
}

export function beliefOfRow(row: unknown): ConversationBelief | undefined {
  const loose = asLoose(row);
  const conversationId = textOrNull(loose?.['conversationId']);
  if (!loose || conversationId === null) return undefined;
  return {
    conversationId,
    status: textOrNull(loose['status']),
    unreadCount: numberOrNull(loose['unreadCount']),
    lastSeq: numberOrNull(loose['lastSeq']),
    readSeq: numberOrNull(loose['readSeq']),
  };
}

export function sumOf(conversations: readonly ConversationBelief[]): number | null {
  let sum = 0;
  for (const { unreadCount } of conversations) {
    if (unreadCount === null) return null;
    sum += unreadCount;
  }
  return sum;
}

function asLoose(value: unknown): Loose | undefined {
  return typeof value === 'object' && value !== null ? (value as Loose) : undefined;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
