import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import { transact } from '../db/transact.ts';
import { sessionIdOf } from '../identity/session-id.ts';
import { presentRows } from '../presenters/present-changes.ts';
import { presentContact } from '../presenters/present-contact.ts';
import { presentFields } from '../presenters/present-fields.ts';
import type { ContactRow } from '../sql/rows/contact-row.ts';
import { getContact } from '../sql/select-contact.ts';
import { getConversationRow } from '../sql/select-conversations.ts';
import { insertSession } from '../sql/sessions.ts';
import { findStart, insertStart } from '../sql/starts.ts';
import { beginChange } from './change/contact-change.ts';
import { finishChange } from './change/finish-change.ts';
import type { VisitorCommand } from './contract.ts';
import { chooseConversation } from './start/choose-conversation.ts';
import { openConversation } from './start/open-conversation.ts';
import { admitVisitor } from './visitor/admit-visitor.ts';
import { requireWidget } from './visitor/require-widget.ts';
import { seeDevice } from './visitor/see-device.ts';

/**
 * The one command that opens a conversation. The contact's lock makes the decision one at a time; the unique index on
 * open conversations would stop it if it were not.
 */
export const startSession: VisitorCommand<'startSession'> = (context, caller, { body }) =>
  transact(context.pool, async (tx) => {
    const { companyId } = caller;
    const { clientStartId, deviceId } = body;
    const contact = await admitVisitor(tx, caller, deviceId);
    const { contactId } = contact;
    const change = beginChange(tx, context, companyId, contact);

    let start = await findStart(tx, companyId, contactId, clientStartId);
    if (!start) {
      const widget = await requireWidget(tx, caller);
      const choice = await chooseConversation(tx, companyId, contactId, widget.policy, body);
      const conversationId =
        choice.kind === 'existing' ? choice.conversationId : await openConversation(change, widget, choice);
      start = { conversationId, created: choice.kind === 'open' };
      await insertStart(tx, { companyId, contactId, clientStartId, ...start });
    }
    const { conversationId, created } = start;
    const sessionId = sessionIdOf(conversationId, deviceId);
    await insertSession(tx, { companyId, sessionId, conversationId, deviceId });
    await seeDevice(tx, caller, contactId, deviceId);

    const finished = await finishChange(change);
    const conversation = await getConversationRow(tx, companyId, conversationId);
    const row = await getContact(tx, companyId, contactId);
    return {
      answer: {
        conversationId,
        sessionId,
        created,
        changes: finished.changes
          ? withContact(finished.changes, row)
          : presentRows(contactId, { contact: row, conversations: [conversation] }),
      },
      happenings: finished.happenings,
      fields: { ...presentFields(conversation), sessionId, deviceId },
      statusChanges: finished.statusChanges,
    };
  });

/** The answer always has the contact, also where starting did not change it. */
function withContact(changes: Changes, row: ContactRow): Changes {
  if (changes.changes.some((change) => change.type === 'contact')) return changes;
  return { ...changes, changes: [{ type: 'contact', contact: presentContact(row) }, ...changes.changes] };
}
