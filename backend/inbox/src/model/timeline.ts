import type { InboxConversation, Note, StatusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { Pending, Thread } from './state.ts';
import { startOfDay } from './words.ts';

/** One line of a thread, top to bottom. `opens` starts a group: author and time are drawn there. */
export type TimelineItem =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: Message; opens: boolean; receipt: 'none' | 'sent' | 'seen' }
  | { kind: 'note'; key: string; note: Note }
  | { kind: 'history'; key: string; change: StatusChange }
  | { kind: 'pending'; key: string; pending: Pending };

/** Lines by one author closer than this read as one group. */
const groupGapMs = 5 * 60_000;

interface Placed {
  afterSeq: number;
  /** Among what follows the same message: the message itself, what was written beside it, what happened. */
  rank: 0 | 1;
  at: number;
  item: TimelineItem;
}

/**
 * Messages, notes and status history as one list, ordered by seq (a note says after which; history, by the server's
 * time), with a line per day, and what is still on its way at the end.
 */
export function timeline(
  thread: Thread,
  header: Pick<InboxConversation, 'contactReadSeq'>,
  outbox: readonly Pending[],
  newAfterSeq: number | null,
): TimelineItem[] {
  const placed = [...messagesOf(thread, header), ...notesOf(thread), ...historyOf(thread)].sort(
    (a, b) => a.afterSeq - b.afterSeq || a.rank - b.rank || a.at - b.at,
  );
  const items = withSeparators(placed, newAfterSeq);
  for (const pending of outbox) items.push({ kind: 'pending', key: pending.clientId, pending });
  return items;
}

function messagesOf(thread: Thread, header: Pick<InboxConversation, 'contactReadSeq'>): Placed[] {
  const lastMine = thread.messages.findLast((row) => row.author.kind === 'agent');
  const lastSeen = thread.messages.findLast(
    (row) => row.author.kind === 'agent' && row.seq <= header.contactReadSeq,
  );
  return thread.messages.map((message) => ({
    afterSeq: message.seq,
    rank: 0,
    at: message.createdAt,
    item: {
      kind: 'message',
      // The client id outlives the pending bubble, so the line stays the same element when it is confirmed.
      key: message.clientMessageId,
      message,
      opens: true,
      receipt: message === lastSeen ? 'seen' : message === lastMine ? 'sent' : 'none',
    },
  }));
}

function notesOf(thread: Thread): Placed[] {
  const from = firstSeq(thread) - 1;
  return thread.notes
    .filter((note) => note.afterSeq >= from)
    .map((note) => ({
      afterSeq: note.afterSeq,
      rank: 1,
      at: note.createdAt,
      item: { kind: 'note', key: note.clientNoteId, note },
    }));
}

function historyOf(thread: Thread): Placed[] {
  const from = firstSeq(thread);
  return thread.history
    .map((change) => ({ change, afterSeq: seqAt(thread.messages, change.at) }))
    .filter(({ afterSeq }) => from === 1 || afterSeq >= from)
    .map(({ change, afterSeq }) => ({
      afterSeq,
      rank: 1,
      at: change.at,
      item: { kind: 'history', key: `h${change.n}`, change },
    }));
}

function firstSeq(thread: Thread): number {
  return thread.messages[0]?.seq ?? 1;
}

/** The last message not later than a time, 0 where all are later. */
function seqAt(messages: readonly Message[], at: number): number {
  return messages.findLast((row) => row.createdAt <= at)?.seq ?? 0;
}

function withSeparators(placed: readonly Placed[], newAfterSeq: number | null): TimelineItem[] {
  const items: TimelineItem[] = [];
  let day = Number.NaN;
  let marked = newAfterSeq === null;
  let before: Placed | undefined;
  for (const line of placed) {
    const its = startOfDay(line.at);
    if (its !== day) items.push({ kind: 'day', key: `d${its}`, at: line.at });
    const isNew = !marked && line.item.kind === 'message' && line.afterSeq > (newAfterSeq ?? 0);
    if (isNew) items.push({ kind: 'new', key: 'new' });
    marked ||= isNew;
    items.push(its === day && !isNew && before ? joined(before, line) : line.item);
    day = its;
    before = line;
  }
  return items;
}

function joined(before: Placed, line: Placed): TimelineItem {
  const { item } = line;
  if (item.kind !== 'message' || before.item.kind !== 'message') return item;
  const a = before.item.message.author;
  const b = item.message.author;
  const same = a.kind === b.kind && a.agentId === b.agentId && line.at - before.at < groupGapMs;
  return same ? { ...item, opens: false } : item;
}
