import { presentThread } from '../presenters/present-thread.ts';
import type { VisitorCommand } from './contract.ts';
import { requireThread } from './visitor/require-thread.ts';

/** A page of messages before a seq, or the last one. */
export const listMessages: VisitorCommand<'listMessages'> = async ({ pool }, caller, { params, query }) => {
  const { conversationId } = params;
  const { thread, fields } = await requireThread(pool, caller, conversationId, query.beforeSeq ?? null);
  return {
    answer: { version: thread.version, thread: presentThread(conversationId, thread.messages) },
    happenings: [],
    fields,
  };
};
