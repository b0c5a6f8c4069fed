import type { InboxChange, InboxThread, Note, StatusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { Thread } from './state.ts';

/** A thread is behind when the header has changes that the thread has not seen: it is fetched again. */
export function isBehind(thread: Thread, revision: number): boolean {
  return revision > thread.revision;
}

/** The page before the loaded ones starts below this seq; undefined where the thread is loaded from its start. */
export function findEarlierSeq(thread: Thread): number | undefined {
  const first = thread.messages[0]?.seq;
  return first !== undefined && first > 1 ? first : undefined;
}

/**
 * Folds a fetched thread into what is loaded. Its rows win where they are newer; loaded pages that it does not reach
 * without a hole are dropped, and asked for again by whoever scrolls there.
 */
export function foldFetched(known: Thread | undefined, fetched: InboxThread): Thread {
  const merged = mergeMessages(known?.messages ?? [], fetched.messages);
  const revision = Math.max(known?.revision ?? 0, fetched.conversation.revision);
  return advance({
    messages: withoutHoleBefore(merged, fetched.messages[0]?.seq ?? 1),
    notes: mergeNotes(known?.notes ?? [], fetched.notes),
    history: mergeHistory(known?.history ?? [], fetched.history),
    revision,
    ahead: known?.ahead ?? [],
  });
}

/** Folds an earlier page. One that does not touch what is loaded came too late, and is left out. */
export function foldEarlier(known: Thread, page: readonly Message[]): Thread {
  const first = known.messages[0]?.seq ?? 1;
  const last = page.at(-1)?.seq;
  if (last === undefined || last < first - 1) return known;
  return { ...known, messages: mergeMessages(known.messages, page) };
}

/**
 * Folds a change. `whole` says that it carries everything of its revision, as the socket's do; a command's answer may
 * be that of a retry, and only adds rows.
 */
export function foldIntoThread(known: Thread, change: InboxChange, whole: boolean): Thread {
  const first = known.messages[0]?.seq ?? 1;
  const next: Thread = {
    ...known,
    messages: mergeMessages(
      known.messages,
      change.messages.filter((row) => row.seq >= first),
    ),
    notes: mergeNotes(known.notes, change.notes),
    history: mergeHistory(known.history, change.history),
  };
  if (!whole) return next;
  return advance({ ...next, ahead: [...next.ahead, change.conversation.revision] });
}

/** Moves `revision` over everything that is now in without a hole. */
function advance(thread: Thread): Thread {
  let { revision } = thread;
  const heard = new Set(thread.ahead);
  while (heard.has(revision + 1)) revision++;
  return { ...thread, revision, ahead: [...heard].filter((n) => n > revision).sort((a, b) => a - b) };
}

function mergeMessages(a: readonly Message[], b: readonly Message[]): readonly Message[] {
  if (b.length === 0) return a;
  const bySeq = new Map(a.map((row) => [row.seq, row]));
  for (const row of b) {
    const known = bySeq.get(row.seq);
    if (!known || isNewer(row, known)) bySeq.set(row.seq, row);
  }
  return [...bySeq.values()].sort((x, y) => x.seq - y.seq);
}

/** A redaction is never undone, whatever its version says. */
function isNewer(row: Message, known: Message): boolean {
  if ((row.redactedAt === null) !== (known.redactedAt === null)) return row.redactedAt !== null;
  return row.version > known.version;
}

function mergeNotes(a: readonly Note[], b: readonly Note[]): readonly Note[] {
  if (b.length === 0) return a;
  const byId = new Map([...a, ...b].map((row) => [row.noteId, row]));
  return [...byId.values()].sort((x, y) => x.createdAt - y.createdAt || (x.noteId < y.noteId ? -1 : 1));
}

function mergeHistory(a: readonly StatusChange[], b: readonly StatusChange[]): readonly StatusChange[] {
  if (b.length === 0) return a;
  return [...new Map([...a, ...b].map((row) => [row.n, row])).values()].sort((x, y) => x.n - y.n);
}

/** Drops what lies before a hole below `seq`. */
function withoutHoleBefore(messages: readonly Message[], seq: number): readonly Message[] {
  let start = messages.findIndex((row) => row.seq >= seq);
  if (start < 0) return messages;
  while (start > 0 && messages[start - 1]?.seq === (messages[start]?.seq ?? 0) - 1) start--;
  return messages.slice(start);
}
