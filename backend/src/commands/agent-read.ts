import { HiloError } from '../hilo-error.ts';
import { moveAgentReadMark } from '../sql/move-read-mark.ts';
import { findMessage } from '../sql/select-messages.ts';
import { changeConversation } from './agent/change-conversation.ts';
import { touch } from './change/contact-change.ts';
import type { AgentCommand } from './contract.ts';

/** Moves the agents' read mark forward; the visitor sees it. */
export const agentRead: AgentCommand<'agentRead'> = async (context, caller, { params, body }) => {
  const { companyId } = caller;
  const { conversationId } = params;
  const messageId = body.lastReadMessageId;
  const done = await changeConversation(context, caller, conversationId, async (change) => {
    const { tx, version } = change;
    if (!(await findMessage(tx, companyId, conversationId, messageId))) throw new HiloError('not_found');
    const moved = await moveAgentReadMark(tx, { companyId, conversationId, messageId, version });
    if (moved) touch(change, conversationId);
  });
  return { answer: { change: done.change }, ...done.result };
};
