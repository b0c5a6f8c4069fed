import type { ContactPanel, InboxConversation, InboxThread } from '@hilo/shared/protocol/inbox-shapes.ts';
import { type Belief, type ConversationBelief, sumOf } from './belief.ts';

/** What the agents' API is asked for: by P1's signed-in connection, or by a test. */
export interface DatabaseReader {
  contact(contactId: string): Promise<ContactPanel>;
  thread(conversationId: string): Promise<InboxThread>;
}

/** Threads that are read to count what is unread; the rest shows its unread count as unknown. */
export const threadsReadMax = 20;

/**
 * What the database says of a contact. Agents are told the visitor's read mark, and not a count: unread messages are
 * counted from the thread after it, where its last page reaches that far. Throws what the reader throws.
 */
export async function readTruth(reader: DatabaseReader, contactId: string, at: number): Promise<Belief> {
  const panel = await reader.contact(contactId);
  // Archived before anything was said: nobody is shown it.
  const listed = panel.conversations.filter((row) => row.status !== 'archived' || row.lastSeq > 0);
  const unsure = listed.filter((row) => row.lastSeq > row.contactReadSeq).slice(0, threadsReadMax);
  const threads = await Promise.all(unsure.map((row) => reader.thread(row.conversationId)));
  const counted = new Map(threads.map((thread) => [thread.conversation.conversationId, countUnread(thread)]));
  const conversations = listed.map((row) => toBelief(row, counted.get(row.conversationId)));
  return {
    contactId: panel.contact.contactId,
    conversations,
    unreadTotal: sumOf(conversations),
    at,
    isPartial: false,
  };
}

function toBelief(row: InboxConversation, counted: number | null | undefined): ConversationBelief {
  const { conversationId, status, lastSeq, contactReadSeq } = row;
  const nothingNew = lastSeq <= contactReadSeq ? 0 : null;
  return { conversationId, status, lastSeq, readSeq: contactReadSeq, unreadCount: counted ?? nothingNew };
}

/** Agent messages after the visitor's read mark; null where the page does not reach back to it. */
function countUnread({ conversation, messages, hasEarlier }: InboxThread): number | null {
  const { contactReadSeq } = conversation;
  const first = messages[0]?.seq ?? 1;
  if (hasEarlier && first > contactReadSeq + 1) return null;
  return messages.filter(({ seq, author }) => seq > contactReadSeq && author.kind === 'agent').length;
}
