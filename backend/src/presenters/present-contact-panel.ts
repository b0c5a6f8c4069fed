import type { ContactPanel } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { DeviceRow, MergeRow, SurveyRow } from '../sql/contact-traces.ts';
import type { ContactRow } from '../sql/rows/contact-row.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';
import { presentInboxConversation } from './present-inbox-conversation.ts';

export interface ContactPanelRows {
  contact: ContactRow;
  devices: readonly DeviceRow[];
  merges: readonly MergeRow[];
  conversations: readonly ConversationRow[];
  surveys: readonly SurveyRow[];
}

/** A contact as agents see it. */
export function presentContactPanel(rows: ContactPanelRows): ContactPanel {
  const { contact } = rows;
  return {
    contact: {
      contactId: contact.contact_id,
      userId: contact.user_id,
      verified: contact.user_id !== null,
      name: contact.name,
      email: contact.email,
      emailVerified: contact.email_verified,
      phone: contact.phone,
      createdAt: contact.created_at,
      lastSeenAt: contact.last_seen_at,
    },
    devices: rows.devices.map((row) => ({
      deviceId: row.device_id,
      userAgent: row.user_agent,
      locale: row.locale,
      firstSeenAt: row.first_seen_at,
      lastSeenAt: row.last_seen_at,
    })),
    merges: rows.merges.map((row) => ({
      contactId: row.merged_contact_id,
      mergedAt: row.merged_at,
      name: row.merged_name,
    })),
    conversations: rows.conversations.map(presentInboxConversation),
    surveys: rows.surveys.map((row) => ({
      conversationId: row.conversation_id,
      cycle: row.cycle,
      rating: row.rating,
      comment: row.comment,
      dismissed: row.dismissed,
      answeredAt: row.answered_at,
    })),
  };
}
