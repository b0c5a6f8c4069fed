import { isOpen } from '@hilo/shared/view/selectors.ts';
import { HiloError } from '../hilo-error.ts';
import { findAgent } from '../sql/agents.ts';
import { assignConversation } from '../sql/assign-conversation.ts';
import { changeConversation } from './agent/change-conversation.ts';
import { touch } from './change/contact-change.ts';
import type { AgentCommand } from './contract.ts';

/** Assigns an open conversation to a colleague, or to nobody. Its status stays. */
export const assign: AgentCommand<'assign'> = async (context, caller, { params, body }) => {
  const { companyId } = caller;
  const { conversationId } = params;
  const { agentId } = body;
  const done = await changeConversation(context, caller, conversationId, async (change, row) => {
    const { tx, version } = change;
    if (agentId !== null && !(await findAgent(tx, companyId, agentId))) throw new HiloError('not_found');
    if (!isOpen(row)) throw new HiloError('conversation_not_open');
    if (row.assignee_agent_id === agentId) return;
    await assignConversation(tx, { companyId, conversationId, version }, agentId);
    touch(change, conversationId);
  });
  return { answer: { change: done.change }, ...done.result };
};
