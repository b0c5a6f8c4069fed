import { HiloError } from '../hilo-error.ts';
import { changeConversation } from './agent/change-conversation.ts';
import { changeStatus } from './change/contact-change.ts';
import type { AgentCommand } from './contract.ts';

/** Solves an open conversation, which starts its next survey. Solved already is a success. */
export const solve: AgentCommand<'solve'> = async (context, caller, { params }) => {
  const { agentId } = caller;
  const { conversationId } = params;
  const done = await changeConversation(context, caller, conversationId, async (change, row) => {
    if (row.status === 'archived') throw new HiloError('conversation_archived');
    if (row.status === 'solved') return;
    await changeStatus(change, conversationId, {
      to: 'solved',
      cause: 'agent_solved',
      actor: { kind: 'agent', agentId },
    });
  });
  return { answer: { change: done.change }, ...done.result };
};
