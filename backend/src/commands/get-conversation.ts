import { presentConversation } from '../presenters/present-conversation.ts';
import { presentFields } from '../presenters/present-fields.ts';
import { presentThread } from '../presenters/present-thread.ts';
import type { VisitorCommand } from './contract.ts';
import { requireThread } from './visitor/require-thread.ts';

/** One conversation with the last page of its messages. */
export const getConversation: VisitorCommand<'getConversation'> = async ({ pool }, caller, { params }) => {
  const { conversationId } = params;
  const { version, conversation, messages } = await requireThread(pool, caller, conversationId, null);
  return {
    answer: {
      version,
      conversation: presentConversation(conversation),
      thread: presentThread(conversationId, messages),
    },
    happenings: [],
    fields: presentFields(conversation),
  };
};
