import type { Changes, Conversation } from '@hilo/shared/protocol/shapes.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';

/** What a socket remembers of a conversation. */
export interface HeardConversation extends Pick<Conversation, 'conversationId' | 'status' | 'unreadCount'> {
  lastMessageId: string | null;
  version: number;
}

export interface HeardFields {
  hear(changes: Changes): void;
  /** Takes what was read once, at some moment of the socket's life: of its session's conversation, or of all unread. */
  read(rows: readonly HeardConversation[]): void;
  /** What is known now; without a session, the contact's total is known once it was read. */
  now(): Partial<TenFields>;
}

/**
 * A socket lives long, and its last line has to say what holds then. It passes every event of its contact on, so it
 * need not ask: it remembers the newest row of its session's conversation or, where it has none, how much is unread in
 * each that it has heard of. Rows come in any order; each says its version.
 */
export function createHeardFields(conversationId: string | null): HeardFields {
  const newest = new Map<string, HeardConversation>();
  let isRead = false;

  return {
    hear: ({ changes }) => {
      for (const change of changes) if (change.type === 'conversation') keep(toHeard(change.conversation));
    },
    read: (rows) => {
      isRead = true;
      rows.forEach(keep);
    },
    now: () => {
      if (conversationId === null) return isRead ? { unreadCount: totalOf(newest.values()) } : {};
      const found = newest.get(conversationId);
      return found
        ? { status: found.status, lastMessageId: found.lastMessageId, unreadCount: found.unreadCount }
        : {};
    },
  };

  function keep(row: HeardConversation): void {
    if (conversationId !== null && row.conversationId !== conversationId) return;
    if ((newest.get(row.conversationId)?.version ?? 0) <= row.version) newest.set(row.conversationId, row);
  }
}

function toHeard({
  conversationId,
  status,
  unreadCount,
  lastMessage,
  version,
}: Conversation): HeardConversation {
  return { conversationId, status, unreadCount, lastMessageId: lastMessage?.messageId ?? null, version };
}

function totalOf(rows: Iterable<HeardConversation>): number {
  let total = 0;
  for (const { unreadCount } of rows) total += unreadCount;
  return total;
}
