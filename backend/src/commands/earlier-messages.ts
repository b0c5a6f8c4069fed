import { limits } from '@hilo/shared/limits.ts';
import { presentFields } from '../presenters/present-fields.ts';
import { presentThread } from '../presenters/present-thread.ts';
import { selectMessagesBefore } from '../sql/select-messages.ts';
import { requireVisibleConversation } from './agent/require-visible-conversation.ts';
import type { AgentCommand } from './contract.ts';

/** A page of messages before a seq. */
export const earlierMessages: AgentCommand<'earlierMessages'> = async (
  { pool },
  caller,
  { params, query },
) => {
  const { conversationId } = params;
  const row = await requireVisibleConversation(pool, caller, conversationId);
  const rows = await selectMessagesBefore(pool, {
    companyId: caller.companyId,
    conversationId,
    beforeSeq: query.beforeSeq,
    rowsMax: limits.messagesPageMax,
  });
  const { messages, hasEarlier } = presentThread(conversationId, rows);
  return { answer: { messages, hasEarlier }, happenings: [], fields: presentFields(row) };
};
