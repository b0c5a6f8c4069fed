import { presentConversation } from '../presenters/present-conversation.ts';
import { presentThread } from '../presenters/present-thread.ts';
import type { VisitorCommand } from './contract.ts';
import { requireThread } from './visitor/require-thread.ts';

/** One conversation with the last page of its messages. */
export const getConversation: VisitorCommand<'getConversation'> = async ({ pool }, caller, { params }) => {
  const { conversationId } = params;
  const { thread, fields } = await requireThread(pool, caller, conversationId, null);
  const { version, conversation, messages } = thread;
  return {
    answer: {
      version,
      conversation: presentConversation(conversation),
      thread: presentThread(conversationId, messages),
    },
    happenings: [],
    fields,
  };
};
