import type { ConversationStatus } from '../protocol/shapes.ts';

/**
 * The ten fields that every structured log line carries, client and server (R1.2). A field is null only before the
 * datum exists. With a conversationId, `status`, `lastMessageId` and `unreadCount` are that conversation's after the
 * operation; without one, `unreadCount` is the contact's total.
 */
export interface TenFields {
  traceId: string | null;
  companyId: string | null;
  widgetId: string | null;
  deviceId: string | null;
  contactId: string | null;
  conversationId: string | null;
  sessionId: string | null;
  status: ConversationStatus | null;
  lastMessageId: string | null;
  unreadCount: number | null;
}

export const emptyTenFields: TenFields = {
  traceId: null,
  companyId: null,
  widgetId: null,
  deviceId: null,
  contactId: null,
  conversationId: null,
  sessionId: null,
  status: null,
  lastMessageId: null,
  unreadCount: null,
};
