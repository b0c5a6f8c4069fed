import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { OutboxEntry } from '../core/state.ts';
import { isSameDay } from './time-words.ts';

/** Bubbles of one author closer than this read as one turn. */
const turnGapMs = 5 * 60_000;

export interface BubbleRow {
  readonly kind: 'bubble';
  /** The client message id: the pending bubble and the accepted one are one node on screen. */
  readonly key: string;
  readonly own: boolean;
  /** The agent's name; null for the visitor. */
  readonly authorName: string | null;
  /** Null once redacted. */
  readonly body: string | null;
  readonly at: number;
  /** First and last of its turn. */
  first: boolean;
  last: boolean;
  /** Own messages: the furthest one seen, and the last one, where that was not seen yet. */
  readonly delivery: 'sent' | 'seen' | null;
  /** Set while the server has not accepted it. */
  readonly entry: OutboxEntry | null;
}

export type ThreadRow =
  | BubbleRow
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string };

export interface ThreadRowsInput {
  /** Ascending by seq. */
  readonly messages: readonly Message[];
  readonly outbox: readonly OutboxEntry[];
  /** The "New messages" line stands before the first agent message after this seq; null: no line. */
  readonly newAfterSeq: number | null;
  readonly agentReadSeq: number;
}

/** A thread as it is drawn, top to bottom. Only seq orders it; pending messages follow in the order of writing. */
export function threadRows(input: ThreadRowsInput): ThreadRow[] {
  const rows: ThreadRow[] = [];
  const firstNew = input.messages.find(
    ({ author, seq }) => author.kind === 'agent' && input.newAfterSeq !== null && seq > input.newAfterSeq,
  );
  let before: BubbleRow | undefined;
  for (const row of [...accepted(input), ...pending(input)]) {
    if (!before || !isSameDay(before.at, row.at))
      rows.push({ kind: 'day', key: `day ${row.key}`, at: row.at });
    if (row.key === firstNew?.clientMessageId) rows.push({ kind: 'new', key: 'new' });
    const joins =
      rows.at(-1) === before && before?.authorName === row.authorName && row.at - before.at < turnGapMs;
    if (joins) before!.last = false;
    before = { ...row, first: !joins };
    rows.push(before);
  }
  return rows;
}

function accepted({ messages, agentReadSeq }: ThreadRowsInput): BubbleRow[] {
  const own = messages.filter((row) => row.author.kind === 'visitor');
  const last = own.at(-1);
  const seen = own.filter((row) => row.seq <= agentReadSeq).at(-1);
  return messages.map((row) => ({
    kind: 'bubble',
    key: row.clientMessageId,
    own: row.author.kind === 'visitor',
    authorName: row.author.name,
    body: row.body,
    at: row.createdAt,
    first: true,
    last: true,
    delivery: row === seen ? 'seen' : row === last ? 'sent' : null,
    entry: null,
  }));
}

function pending({ messages, outbox }: ThreadRowsInput): BubbleRow[] {
  const known = new Set(messages.map((row) => row.clientMessageId));
  // Not before what is there already, whatever this device's clock says.
  const after = messages.at(-1)?.createdAt ?? 0;
  return outbox
    .filter((entry) => !known.has(entry.clientMessageId))
    .sort((a, b) => a.writtenAt - b.writtenAt)
    .map((entry) => ({
      kind: 'bubble',
      key: entry.clientMessageId,
      own: true,
      authorName: null,
      body: entry.body,
      at: Math.max(entry.writtenAt, after),
      first: true,
      last: true,
      delivery: null,
      entry,
    }));
}
