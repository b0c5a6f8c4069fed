import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';
import { presentAssignee, presentLastMessage, presentSurvey } from './present-header-parts.ts';

/** A conversation as agents see it. */
export function presentInboxConversation(row: ConversationRow): InboxConversation {
  return {
    conversationId: row.conversation_id,
    widgetId: row.widget_id,
    contact: {
      contactId: row.contact_id,
      name: row.contact_name,
      email: row.contact_email,
      emailVerified: row.contact_email_verified,
      verified: row.contact_user_id !== null,
    },
    status: row.status,
    archivedReason: row.archived_reason,
    assignee: presentAssignee(row),
    createdAt: row.created_at,
    lastActivityAt: row.last_activity_at,
    waitingSince: row.waiting_since,
    lastSeq: row.last_seq,
    lastMessage: presentLastMessage(row),
    unreadCount: row.agent_unread_count,
    agentReadSeq: row.agent_read_seq,
    contactReadSeq: row.contact_read_seq,
    survey: presentSurvey(row),
    revision: row.revision,
  };
}
