import { limits } from '@hilo/shared/limits.ts';
import { presentFields } from '../presenters/present-fields.ts';
import { presentInboxConversation } from '../presenters/present-inbox-conversation.ts';
import { presentNote } from '../presenters/present-note.ts';
import { presentStatusChange } from '../presenters/present-status-change.ts';
import { presentThread } from '../presenters/present-thread.ts';
import { selectNotes } from '../sql/notes.ts';
import { selectMessagesBefore } from '../sql/select-messages.ts';
import { selectHistory } from '../sql/select-status-changes.ts';
import { requireVisibleConversation } from './agent/require-visible-conversation.ts';
import type { AgentCommand } from './contract.ts';

/**
 * One conversation as agents see it. The header is read first: what is then found to be newer is folded again, with
 * the event that tells of it, and never lost.
 */
export const thread: AgentCommand<'thread'> = async ({ pool }, caller, { params }) => {
  const { companyId } = caller;
  const { conversationId } = params;
  const row = await requireVisibleConversation(pool, caller, conversationId);
  const page = { companyId, conversationId, beforeSeq: null, rowsMax: limits.messagesPageMax };
  const [messages, notes, history] = await Promise.all([
    selectMessagesBefore(pool, page),
    selectNotes(pool, companyId, conversationId),
    selectHistory(pool, companyId, conversationId),
  ]);
  const { messages: presented, hasEarlier } = presentThread(conversationId, messages);
  return {
    answer: {
      conversation: presentInboxConversation(row),
      messages: presented,
      hasEarlier,
      notes: notes.map(presentNote),
      history: history.map(presentStatusChange),
    },
    happenings: [],
    fields: presentFields(row),
  };
};
