import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';

/** What an operation on one conversation knows of the ten fields: that conversation's, after it. */
export function presentFields(row: ConversationRow): Partial<TenFields> {
  return {
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    status: row.status,
    lastMessageId: row.last_message_id,
    unreadCount: row.contact_unread_count,
  };
}
