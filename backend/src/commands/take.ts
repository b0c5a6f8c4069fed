import { isOpen } from '@hilo/shared/view/selectors.ts';
import { HiloError } from '../hilo-error.ts';
import { assignConversation } from '../sql/assign-conversation.ts';
import { changeConversation } from './agent/change-conversation.ts';
import { changeStatus, touch } from './change/contact-change.ts';
import type { AgentCommand } from './contract.ts';

/** Assigns an open conversation to oneself; a waiting one becomes active. */
export const take: AgentCommand<'take'> = async (context, caller, { params }) => {
  const { companyId, agentId } = caller;
  const { conversationId } = params;
  const done = await changeConversation(context, caller, conversationId, async (change, row) => {
    if (!isOpen(row)) throw new HiloError('conversation_not_open');
    if (row.status === 'waiting') {
      await changeStatus(change, conversationId, {
        to: 'active',
        cause: 'agent_took',
        actor: { kind: 'agent', agentId },
      });
    }
    if (row.assignee_agent_id === agentId) return;
    await assignConversation(change.tx, { companyId, conversationId, version: change.version }, agentId);
    touch(change, conversationId);
  });
  return { answer: { change: done.change }, ...done.result };
};
