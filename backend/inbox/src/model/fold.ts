import type {
  ContactPanel,
  InboxChange,
  InboxConversation,
  InboxCounts,
  InboxFilter,
  InboxThread,
} from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Answer } from '@hilo/shared/protocol/routes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import { shiftCounts } from './counts.ts';
import { orderKey } from './list.ts';
import { settleByMessages, settleByNotes } from './outbox.ts';
import { agentIdOf, type InboxState, noFacts } from './state.ts';
import { foldEarlier, foldFetched, foldIntoThread } from './thread.ts';
import { typingEndsWith } from './typing.ts';

/**
 * How everything that arrives becomes facts. Headers: the higher revision wins. Rows: by id, the newer one wins. So
 * folding twice, late or out of order changes nothing.
 */

/** A page of a filter's list. `asOf`: `countsTick` when it was asked for. */
export function foldPage(
  state: InboxState,
  filter: InboxFilter,
  page: Answer<'inbox'>,
  asOf: number,
): InboxState {
  const last = page.conversations.at(-1);
  const horizon = page.hasMore && last ? orderKey(last, filter) : null;
  return {
    ...foldHeaders(state, page.conversations),
    ...freshCounts(state, page.counts, asOf),
    // The oldest cursor stays: what changed between two pages is still to come.
    cursor: state.cursor ?? page.cursor,
    windows: { ...state.windows, [filter]: { name: 'loaded', horizon, more: 'idle' } },
  };
}

/** A page of search results, after the ones found before for the same text. */
export function foldFound(
  state: InboxState,
  text: string,
  page: Answer<'inbox'>,
  isFirst: boolean,
): InboxState {
  if (state.search.name === 'none' || state.search.text !== text) return state;
  const before = !isFirst && state.search.name === 'found' ? state.search.ids : [];
  const ids = [...new Set([...before, ...page.conversations.map((row) => row.conversationId)])];
  return {
    ...foldHeaders(state, page.conversations),
    search: { name: 'found', text, ids, hasMore: page.hasMore },
  };
}

export function foldSync(state: InboxState, answer: Answer<'inboxSync'>, asOf: number): InboxState {
  const folded = foldHeaders(answer.removed.reduce(foldRemoved, state), answer.conversations);
  return { ...folded, ...freshCounts(state, answer.counts, asOf), cursor: answer.cursor };
}

/** What the socket tells (`whole`), or a command answers with. */
export function foldChange(state: InboxState, change: InboxChange, whole: boolean): InboxState {
  const id = change.conversation.conversationId;
  if (state.erased[id]) return state;
  const next = foldNews(state, change.conversation);
  const thread = next.threads[id];
  return {
    ...next,
    threads: thread ? { ...next.threads, [id]: foldIntoThread(thread, change, whole) } : next.threads,
    outbox: settleByNotes(settleByMessages(next.outbox, change.messages), change.notes),
    typing: typingEndsWith(next.typing, change.messages),
  };
}

export function foldThread(state: InboxState, answer: InboxThread): InboxState {
  const id = answer.conversation.conversationId;
  if (state.erased[id]) return state;
  const next = foldNews(state, answer.conversation);
  return {
    ...next,
    threads: { ...next.threads, [id]: foldFetched(next.threads[id], answer) },
    outbox: settleByNotes(settleByMessages(next.outbox, answer.messages), answer.notes),
  };
}

export function foldEarlierPage(
  state: InboxState,
  conversationId: string,
  page: readonly Message[],
): InboxState {
  const thread = state.threads[conversationId];
  if (!thread) return state;
  return {
    ...state,
    threads: { ...state.threads, [conversationId]: foldEarlier(thread, page) },
    outbox: settleByMessages(state.outbox, page),
  };
}

export function foldContact(state: InboxState, askedId: string, panel: ContactPanel): InboxState {
  return {
    ...foldHeaders(state, panel.conversations),
    contacts: { ...state.contacts, [askedId]: panel },
  };
}

/** Erased: the conversation and all that belongs to it goes, and does not come back. */
export function foldRemoved(state: InboxState, conversationId: string): InboxState {
  if (state.erased[conversationId]) return state;
  const { [conversationId]: gone, ...conversations } = state.conversations;
  const { [conversationId]: _thread, ...threads } = state.threads;
  const { [conversationId]: _draft, ...drafts } = state.drafts;
  const { [gone?.contact.contactId ?? '']: _contact, ...contacts } = state.contacts;
  return {
    ...state,
    conversations,
    threads,
    drafts,
    contacts,
    erased: { ...state.erased, [conversationId]: true },
    outbox: state.outbox.filter((row) => row.conversationId !== conversationId),
    countsInDoubt: true,
    countsTick: state.countsTick + 1,
  };
}

/** The server does not know our cursor: everything fetched is forgotten and fetched again. What was written stays. */
export function forgetFacts(state: InboxState): InboxState {
  return { ...state, ...noFacts, workplace: state.workplace, erased: state.erased };
}

/** Headers, and the counts as far as they follow from what was known before. */
export function foldHeaders(state: InboxState, rows: readonly InboxConversation[]): InboxState {
  const agentId = agentIdOf(state);
  let { counts } = state;
  let draft: Record<string, InboxConversation> | undefined;
  for (const row of rows) {
    const known = (draft ?? state.conversations)[row.conversationId];
    if (state.erased[row.conversationId] || (known && !isNews(row, known))) continue;
    draft ??= { ...state.conversations };
    draft[row.conversationId] = row;
    if (counts && known) counts = shiftCounts(counts, known, row, agentId);
  }
  return draft ? { ...state, counts, conversations: draft } : state;
}

/** The contact's details are joined to the header, and may change without its revision: then what came last is shown. */
function isNews(row: InboxConversation, known: InboxConversation): boolean {
  if (row.revision !== known.revision) return row.revision > known.revision;
  const a = row.contact;
  const b = known.contact;
  return (
    a.contactId !== b.contactId ||
    a.name !== b.name ||
    a.email !== b.email ||
    a.verified !== b.verified ||
    a.emailVerified !== b.emailVerified
  );
}

/** A header that tells of something new: where it was not known before, only the next sync knows the counts. */
function foldNews(state: InboxState, header: InboxConversation): InboxState {
  const next = foldHeaders(state, [header]);
  if (next === state) return state;
  const unknown = !state.conversations[header.conversationId];
  return { ...next, countsTick: state.countsTick + 1, countsInDoubt: state.countsInDoubt || unknown };
}

/** Counts that were taken before something else was heard may miss it. */
function freshCounts(
  before: InboxState,
  counts: InboxCounts,
  asOf: number,
): Pick<InboxState, 'counts' | 'countsInDoubt'> {
  return { counts, countsInDoubt: before.countsTick !== asOf };
}
