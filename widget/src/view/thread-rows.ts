import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { OutboxEntry } from '../core/state.ts';
import { daysBetween } from './time-words.ts';

/** Bubbles of one author closer than this read as one turn. */
const turnGapMs = 5 * 60_000;

export interface BubbleRow {
  readonly kind: 'bubble';
  /** The client message id: the pending bubble and the accepted one are one node on screen. */
  readonly key: string;
  readonly own: boolean;
  /** The agent's name; null for the visitor. */
  readonly name: string | null;
  /** Null once redacted. */
  readonly body: string | null;
  readonly at: number;
  /** First and last of its turn. */
  readonly first: boolean;
  last: boolean;
  /** Own messages: the furthest one seen, and the last one, where that was not seen yet. */
  readonly delivery: 'sent' | 'seen' | false;
  /** Set while the server has not accepted it. */
  readonly entry?: OutboxEntry;
}

export type ThreadRow =
  | BubbleRow
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string };

/**
 * A thread as it is drawn, top to bottom. Only seq orders it; pending messages follow in the order of writing. The
 * "New messages" line stands before the first agent message after `newAfterSeq`; null: no line.
 */
export function threadRows(
  messages: readonly Message[],
  outbox: readonly OutboxEntry[],
  newAfterSeq: number | null,
  agentReadSeq: number,
): ThreadRow[] {
  const rows: ThreadRow[] = [];
  const fresh =
    newAfterSeq === null ? undefined : messages.find((row) => !isOwn(row) && row.seq > newAfterSeq);
  const lastOwn = messages.filter(isOwn).at(-1);
  const lastSeen = messages.filter((row) => isOwn(row) && row.seq <= agentReadSeq).at(-1);
  let before: BubbleRow | undefined;

  function push(
    key: string,
    own: boolean,
    at: number,
    more: Pick<BubbleRow, 'name' | 'body' | 'delivery' | 'entry'>,
  ) {
    if (!before || daysBetween(before.at, at) > 0) rows.push({ kind: 'day', key: `day ${key}`, at });
    if (key === fresh?.clientMessageId) rows.push({ kind: 'new', key: 'new' });
    const joins = before && rows.at(-1) === before && before.name === more.name && at - before.at < turnGapMs;
    if (joins) before!.last = false;
    before = { kind: 'bubble', key, own, at, first: !joins, last: true, ...more };
    rows.push(before);
  }

  for (const row of messages) {
    const delivery = row === lastSeen ? 'seen' : row === lastOwn && 'sent';
    push(row.clientMessageId, isOwn(row), row.createdAt, { name: row.author.name, body: row.body, delivery });
  }
  const known = new Set(messages.map((row) => row.clientMessageId));
  for (const entry of [...outbox].sort((a, b) => a.writtenAt - b.writtenAt)) {
    if (known.has(entry.clientMessageId)) continue;
    // Not before what is there already, whatever this device's clock says.
    const at = Math.max(entry.writtenAt, before?.at ?? 0);
    push(entry.clientMessageId, true, at, { name: null, body: entry.body, delivery: false, entry });
  }
  return rows;
}

function isOwn({ author }: Message): boolean {
  return author.kind === 'visitor';
}
