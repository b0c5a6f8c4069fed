import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';
import { presentAssignee, presentLastMessage, presentSurvey } from './present-header-parts.ts';

/** A conversation as its contact sees it. */
export function presentConversation(row: ConversationRow): Conversation {
  return {
    conversationId: row.conversation_id,
    widgetId: row.widget_id,
    status: row.status,
    archivedReason: row.archived_reason,
    createdAt: row.created_at,
    lastActivityAt: row.last_activity_at,
    lastSeq: row.last_seq,
    lastMessage: presentLastMessage(row),
    unreadCount: row.contact_unread_count,
    readSeq: row.contact_read_seq,
    lastReadMessageId: row.last_read_message_id,
    agentReadSeq: row.agent_read_seq,
    assignee: presentAssignee(row),
    survey: presentSurvey(row),
    version: row.version,
  };
}
