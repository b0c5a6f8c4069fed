import { HiloError } from '../hilo-error.ts';
import { redactMessage } from '../sql/redact-message.ts';
import { findMessage } from '../sql/select-messages.ts';
import { changeConversation } from './agent/change-conversation.ts';
import { touch } from './change/contact-change.ts';
import type { AgentCommand } from './contract.ts';

/** Removes a message's text for everybody. Redacted already is a success. */
export const redact: AgentCommand<'redact'> = async (context, caller, { params }) => {
  const { companyId } = caller;
  const { conversationId, messageId } = params;
  const done = await changeConversation(context, caller, conversationId, async (change) => {
    const { tx, version } = change;
    const message = await findMessage(tx, companyId, conversationId, messageId);
    if (!message) throw new HiloError('not_found');
    if (message.redacted_at !== null) return;
    await redactMessage(tx, { companyId, conversationId, messageId, version });
    const redacted = await findMessage(tx, companyId, conversationId, messageId);
    if (redacted) change.messages.push(redacted);
    touch(change, conversationId);
  });
  return { answer: { change: done.change }, ...done.result };
};
