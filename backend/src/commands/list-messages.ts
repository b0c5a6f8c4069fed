import { presentFields } from '../presenters/present-fields.ts';
import { presentThread } from '../presenters/present-thread.ts';
import type { VisitorCommand } from './contract.ts';
import { requireThread } from './visitor/require-thread.ts';

/** A page of messages before a seq, or the last one. */
export const listMessages: VisitorCommand<'listMessages'> = async ({ pool }, caller, { params, query }) => {
  const { conversationId } = params;
  const page = await requireThread(pool, caller, conversationId, query.beforeSeq ?? null);
  return {
    answer: { version: page.version, thread: presentThread(conversationId, page.messages) },
    happenings: [],
    fields: presentFields(page.conversation),
  };
};
