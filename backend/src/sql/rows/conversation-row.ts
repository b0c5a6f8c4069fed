import { inboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import { conversation, conversationStatus, lastMessage } from '@hilo/shared/protocol/shapes.ts';
import { z } from 'zod';

/** A row of the view `conversation_rows`: a header, with what contacts and what agents see of it. Times in milliseconds. */
export const conversationRow = z.object({
  company_id: z.string(),
  conversation_id: z.string(),
  contact_id: z.string(),
  widget_id: z.string(),
  status: conversationStatus,
  open_slot: z.string(),
  archived_reason: conversation.shape.archivedReason,
  created_at: z.int(),
  last_activity_at: z.int(),
  waiting_since: z.int().nullable(),
  last_seq: z.int(),
  last_message_id: z.string().nullable(),
  last_message_author_kind: lastMessage.shape.authorKind.nullable(),
  last_message_preview: z.string().nullable(),
  last_message_at: z.int().nullable(),
  contact_unread_count: z.int(),
  contact_read_seq: z.int(),
  last_read_message_id: z.string().nullable(),
  agent_unread_count: z.int(),
  agent_read_seq: z.int(),
  assignee_agent_id: z.string().nullable(),
  assignee_name: z.string().nullable(),
  survey_cycle: z.int(),
  survey_on: z.boolean(),
  survey_dismissed: z.boolean().nullable(),
  survey_rating: z.int().nullable(),
  version: z.int(),
  revision: inboxConversation.shape.revision,
  contact_name: z.string().nullable(),
  contact_email: z.string().nullable(),
  contact_email_verified: z.boolean(),
  contact_user_id: z.string().nullable(),
});
export type ConversationRow = z.infer<typeof conversationRow>;
