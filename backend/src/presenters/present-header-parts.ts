import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';

export function presentLastMessage(row: ConversationRow): Conversation['lastMessage'] {
  const { last_message_id, last_message_author_kind, last_message_preview, last_message_at } = row;
  if (last_message_id === null || last_message_author_kind === null) return null;
  return {
    messageId: last_message_id,
    seq: row.last_seq,
    authorKind: last_message_author_kind,
    preview: last_message_preview ?? '',
    createdAt: last_message_at ?? row.last_activity_at,
  };
}

export function presentAssignee(row: ConversationRow): Conversation['assignee'] {
  if (row.assignee_agent_id === null || row.assignee_name === null) return null;
  return { agentId: row.assignee_agent_id, name: row.assignee_name };
}

/** The latest cycle's survey; null where the widget asks none, or nothing was solved yet. */
export function presentSurvey(row: ConversationRow): Conversation['survey'] {
  if (!row.survey_on || row.survey_cycle === 0) return null;
  const state = row.survey_dismissed === null ? 'due' : row.survey_dismissed ? 'dismissed' : 'answered';
  return { cycle: row.survey_cycle, state, rating: row.survey_rating };
}
