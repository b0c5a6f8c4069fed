import { missingPrechatFields } from '@hilo/shared/view/selectors.ts';
import { v7 } from 'uuid';
import { HiloError } from '../../hilo-error.ts';
import { insertConversation } from '../../sql/insert-conversation.ts';
import type { WidgetRow } from '../../sql/rows/widget-row.ts';
import { type ContactChange, changeStatus, touch } from '../change/contact-change.ts';
import type { Choice } from './choose-conversation.ts';

/**
 * Opens a conversation, archiving the one it replaces, and answers with its id. Throws `prechat_required` where the
 * widget asks for what the contact has not said yet.
 */
export async function openConversation(
  change: ContactChange,
  widget: WidgetRow,
  { openSlot, replaces }: Extract<Choice, { kind: 'open' }>,
): Promise<string> {
  const missing = missingPrechatFields(widget.prechat, change.contact);
  if (missing.length > 0) throw new HiloError('prechat_required', undefined, { missing });
  if (replaces !== null) {
    await changeStatus(change, replaces, { to: 'archived', cause: 'replaced', actor: { kind: 'visitor' } });
  }
  const conversationId = v7();
  await insertConversation(change.tx, {
    companyId: change.companyId,
    conversationId,
    contactId: change.contact.contactId,
    widgetId: widget.widget_id,
    openSlot,
    version: change.version,
    traceparent: change.traceparent,
  });
  change.history.push({ conversationId, n: 1 });
  touch(change, conversationId);
  return conversationId;
}
