import type { Changes, Contact, Conversation, Message, Snapshot, ThreadPage } from '../protocol/shapes.ts';

/** What a client knows of its contact: the fold of every snapshot, sync answer, command answer and socket event. */
export interface ContactView {
  readonly contactId: string | null;
  /** Everything up to and including this version is in. */
  readonly version: number;
  readonly contact: Contact | null;
  readonly conversations: Readonly<Record<string, Conversation>>;
  readonly hasMoreConversations: boolean;
  /** Loaded threads: contiguous, ascending by seq, up to the latest message. */
  readonly threads: Readonly<Record<string, Thread>>;
}

export interface Thread {
  readonly messages: readonly Message[];
  readonly hasEarlier: boolean;
}

export const emptyView: ContactView = {
  contactId: null,
  version: 0,
  contact: null,
  conversations: {},
  hasMoreConversations: false,
  threads: {},
};

/** Folding changes either `applied` them, found them `stale` (known already), or found a `hole` before them: hold, then sync. */
export type FoldOutcome = 'applied' | 'stale' | 'hole' | 'other_contact';

/** A snapshot replaces everything, unless it is older than what is known of the same contact. */
export function foldSnapshot(view: ContactView, snapshot: Snapshot): ContactView {
  if (view.contactId === snapshot.contactId && snapshot.version < view.version) return view;
  return viewOf(snapshot);
}

/** A snapshot, and nothing before it. */
export function viewOf(snapshot: Snapshot): ContactView {
  return {
    contactId: snapshot.contactId,
    version: snapshot.version,
    contact: snapshot.contact,
    conversations: Object.fromEntries(snapshot.conversations.map((row) => [row.conversationId, row])),
    hasMoreConversations: snapshot.hasMoreConversations,
    threads: snapshot.thread ? { [snapshot.thread.conversationId]: pick(snapshot.thread) } : {},
  };
}

/**
 * Changes that start at or before what is known are folded row by row (the newer row wins, so twice is harmless);
 * the version moves only where they reach further. A view without a contact adopts the first one it hears of.
 */
export function foldChanges(
  view: ContactView,
  changes: Changes,
): { view: ContactView; outcome: FoldOutcome } {
  if (view.contactId !== null && view.contactId !== changes.contactId) {
    return { view, outcome: 'other_contact' };
  }
  if (changes.from > view.version) return { view, outcome: 'hole' };
  const reach = Math.max(view.version, changes.version);
  const next: Draft = {
    contact: view.contact,
    conversations: { ...view.conversations },
    threads: { ...view.threads },
  };
  const messages: Message[] = [];
  for (const change of changes.changes) {
    if (change.type === 'contact') foldContact(next, change.contact);
    else if (change.type === 'conversation') foldConversation(next, change.conversation);
    else messages.push(change.message);
  }
  // A sync answer is ordered by version, and a redacted message is newer than the one after it: append by seq.
  for (const row of messages.sort((a, b) => a.seq - b.seq)) foldMessage(next, row, reach);
  forgetBrokenThreads(next, reach);
  return {
    view: { ...view, ...next, contactId: changes.contactId, version: reach },
    outcome: changes.version > view.version ? 'applied' : 'stale',
  };
}

/**
 * A page of a thread, asked for by the client: the last one (starts a thread) or one just before what is loaded.
 * `version` is that of the answer which carried it. A page that was overtaken (it is older than the view, or no longer
 * touches what is loaded) leaves the view as it is, the same object, and is asked for again.
 */
export function foldThreadPage(view: ContactView, page: ThreadPage, version: number): ContactView {
  // It may still carry a text that was redacted since: the view heard of that, and could not use it.
  if (version < view.version) return view;
  const known = view.threads[page.conversationId];
  const lastSeqKnown = Math.max(
    view.conversations[page.conversationId]?.lastSeq ?? 0,
    known?.messages.at(-1)?.seq ?? 0,
  );
  const isLastPage = (page.messages.at(-1)?.seq ?? 0) >= lastSeqKnown;
  if (!(known && touches(page.messages, known.messages))) {
    return isLastPage ? putThread(view, page.conversationId, page.messages) : view;
  }
  return putThread(view, page.conversationId, mergeBySeq(page.messages, known.messages));
}

/** More conversations, asked for by the client. */
export function foldConversations(
  view: ContactView,
  rows: readonly Conversation[],
  hasMoreConversations: boolean,
): ContactView {
  const next: Draft = { contact: view.contact, conversations: { ...view.conversations }, threads: {} };
  for (const row of rows) foldConversation(next, row);
  return { ...view, conversations: next.conversations, hasMoreConversations };
}

interface Draft {
  contact: Contact | null;
  conversations: Record<string, Conversation>;
  threads: Record<string, Thread>;
}

function foldContact(draft: Draft, row: Contact): void {
  if (!draft.contact || row.version >= draft.contact.version) draft.contact = row;
}

function foldConversation(draft: Draft, row: Conversation): void {
  const known = draft.conversations[row.conversationId];
  if (!known || row.version >= known.version) draft.conversations[row.conversationId] = row;
}

/**
 * A thread never has a hole: one that cannot be extended is forgotten, and loaded again by whoever looks at it.
 * `reach` is the version up to which everything is in.
 */
function foldMessage(draft: Draft, row: Message, reach: number): void {
  const thread = draft.threads[row.conversationId];
  if (!thread) {
    // A thread seen from its first message on is complete; any other is loaded when somebody looks at it.
    if (row.seq === 1) draft.threads[row.conversationId] = { messages: [row], hasEarlier: false };
    return;
  }
  const lastSeq = thread.messages.at(-1)?.seq ?? 0;
  if (row.seq > lastSeq + 1) {
    // A row from beyond the reach (a retry is answered with rows as they are now) comes again with those before it.
    if (row.version <= reach) delete draft.threads[row.conversationId];
    return;
  }
  const firstSeq = thread.messages[0]?.seq ?? row.seq;
  if (row.seq < firstSeq) return;
  draft.threads[row.conversationId] = { ...thread, messages: mergeBySeq(thread.messages, [row]) };
}

/** A thread that ends before its conversation does, though all was told: its first message alone came again. */
function forgetBrokenThreads(draft: Draft, reach: number): void {
  for (const [conversationId, { messages }] of Object.entries(draft.threads)) {
    const header = draft.conversations[conversationId];
    const last = messages.at(-1)?.seq ?? 0;
    if (header && header.version <= reach && last < header.lastSeq) delete draft.threads[conversationId];
  }
}

/** A conversation in which nothing has been said: its thread is whole without asking. */
export function foldEmptyThread(view: ContactView, conversationId: string): ContactView {
  return putThread(view, conversationId, []);
}

function putThread(view: ContactView, conversationId: string, messages: readonly Message[]): ContactView {
  // Seq counts from 1 without holes, so the first one says whether there are earlier ones.
  const thread = { messages, hasEarlier: (messages[0]?.seq ?? 1) > 1 };
  return { ...view, threads: { ...view.threads, [conversationId]: thread } };
}

/** Whether two runs of messages overlap or are neighbours, so that together they have no hole. */
function touches(a: readonly Message[], b: readonly Message[]): boolean {
  const [firstA, firstB] = [a[0]?.seq, b[0]?.seq];
  if (firstA === undefined || firstB === undefined) return true;
  return firstA <= (b.at(-1)?.seq ?? 0) + 1 && firstB <= (a.at(-1)?.seq ?? 0) + 1;
}

function mergeBySeq(a: readonly Message[], b: readonly Message[]): Message[] {
  const bySeq = new Map(a.map((row) => [row.seq, row]));
  for (const row of b) {
    const known = bySeq.get(row.seq);
    if (!known || row.version >= known.version) bySeq.set(row.seq, row);
  }
  return [...bySeq.values()].sort((x, y) => x.seq - y.seq);
}

function pick(page: ThreadPage): Thread {
  return { messages: page.messages, hasEarlier: page.hasEarlier };
}
