import { transact } from '../db/transact.ts';
import { HiloError } from '../hilo-error.ts';
import { presentRows } from '../presenters/present-changes.ts';
import { presentFields } from '../presenters/present-fields.ts';
import { moveContactReadMark } from '../sql/move-read-mark.ts';
import { findMessage } from '../sql/select-messages.ts';
import { beginChange, touch } from './change/contact-change.ts';
import { finishChange } from './change/finish-change.ts';
import type { VisitorCommand } from './contract.ts';
import { requireOwnOnDevice } from './visitor/require-own-conversation.ts';
import { lockVisitor } from './visitor/require-visitor.ts';

/** Moves the contact's read mark in one conversation forward; never back, never another conversation's. */
export const markRead: VisitorCommand<'markRead'> = (context, caller, { params, body }) =>
  transact(context.pool, async (tx) => {
    const { companyId } = caller;
    const { conversationId } = params;
    const { deviceId } = body;
    const messageId = body.lastReadMessageId;
    const contact = await lockVisitor(tx, caller);
    const known = await requireOwnOnDevice(tx, companyId, contact.contactId, { conversationId, deviceId });
    if (!(await findMessage(tx, companyId, conversationId, messageId))) throw new HiloError('not_found');

    const change = beginChange(tx, context, companyId, contact);
    const { version } = change;
    const moved = await moveContactReadMark(tx, { companyId, conversationId, messageId, version });
    if (moved) touch(change, conversationId);
    const { changes, happenings, conversations } = await finishChange(change);
    const row = conversations.get(conversationId) ?? known;
    return {
      answer: {
        unreadCount: row.contact_unread_count,
        changes: changes ?? presentRows(contact.contactId, { conversations: [row] }),
      },
      happenings,
      fields: { ...presentFields(row), deviceId, sessionId: known.session_id },
    };
  });
