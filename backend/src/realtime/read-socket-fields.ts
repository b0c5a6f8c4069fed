import type { DatabasePool } from 'slonik';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';
import { findConversation, selectUnreadConversations } from '../sql/select-conversations.ts';
import type { HeardConversation } from './heard-fields.ts';

/**
 * What the ten fields of a socket that has connected are made of: its session's conversation, else all in which
 * something is unread, the contact's total.
 */
export async function readSocketFields(
  pool: DatabasePool,
  companyId: string,
  contactId: string,
  session: { conversationId: string } | null,
): Promise<HeardConversation[]> {
  if (!session) return (await selectUnreadConversations(pool, companyId, contactId)).map(toHeard);
  const found = await findConversation(pool, companyId, session.conversationId);
  return found ? [toHeard(found)] : [];
}

type Row = Pick<
  ConversationRow,
  'conversation_id' | 'status' | 'last_message_id' | 'contact_unread_count' | 'version'
>;

function toHeard(row: Row): HeardConversation {
  return {
    conversationId: row.conversation_id,
    status: row.status,
    lastMessageId: row.last_message_id,
    unreadCount: row.contact_unread_count,
    version: row.version,
  };
}
