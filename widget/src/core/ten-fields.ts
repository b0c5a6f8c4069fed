import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import type { Model } from './model.ts';

/** The ten fields as this tab knows them (R1.2). */
export function tenFieldsOf({ view, focus, device, config, widgetId, sessions, traceId }: Model): TenFields {
  // A conversation that this tab has not heard of yet is none: its fields come together.
  const conversation = focus.kind === 'conversation' ? view.conversations[focus.conversationId] : undefined;
  const conversationId = conversation?.conversationId ?? null;
  return {
    traceId,
    companyId: config?.companyId ?? null,
    widgetId,
    deviceId: device?.deviceId ?? null,
    contactId: view.contactId,
    conversationId,
    sessionId: sessions[conversationId ?? ''] ?? null,
    status: conversation?.status ?? null,
    lastMessageId: conversation?.lastMessage?.messageId ?? null,
    unreadCount: conversation ? conversation.unreadCount : view.contactId ? unreadTotal(view) : null,
  };
}
