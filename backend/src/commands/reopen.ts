import { HiloError } from '../hilo-error.ts';
import { claimOpenSlot } from '../sql/change-status.ts';
import { changeConversation } from './agent/change-conversation.ts';
import { changeStatus } from './change/contact-change.ts';
import type { AgentCommand } from './contract.ts';

/** Makes a solved conversation active again. Open already is a success. */
export const reopen: AgentCommand<'reopen'> = async (context, caller, { params }) => {
  const { companyId, agentId } = caller;
  const { conversationId } = params;
  const done = await changeConversation(context, caller, conversationId, async (change, row) => {
    if (row.status === 'archived') throw new HiloError('conversation_archived');
    if (row.status !== 'solved') return;
    const claim = await claimOpenSlot(change.tx, companyId, conversationId);
    if ('otherId' in claim) {
      throw new HiloError('another_open', undefined, { conversationId: claim.otherId });
    }
    await changeStatus(change, conversationId, {
      to: 'active',
      cause: 'agent_reopened',
      actor: { kind: 'agent', agentId },
      openSlot: claim.openSlot,
    });
  });
  return { answer: { change: done.change }, ...done.result };
};
