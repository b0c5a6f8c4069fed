import type { Message } from '@hilo/shared/protocol/shapes.ts';
import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '../core/state.ts';
import { type BubbleRow, type ThreadRow, threadRows } from './thread-rows.ts';

const noon = new Date(2026, 2, 12, 12).getTime();
const minuteMs = 60_000;

function message(seq: number, who: string | null, minute: number): Message {
  return {
    messageId: `m${seq}`,
    conversationId: 'c',
    seq,
    clientMessageId: `k${seq}`,
    author: { kind: who ? 'agent' : 'visitor', agentId: null, name: who },
    body: `text ${seq}`,
    redactedAt: null,
    createdAt: noon + minute * minuteMs,
    version: seq,
  };
}

function entry(key: string, writtenAt: number): OutboxEntry {
  return {
    clientMessageId: key,
    conversationId: 'c',
    contactId: null,
    body: key,
    writtenAt,
    status: 'sending',
    attempts: 1,
    error: null,
    otherConversationId: null,
  };
}

const bubbles = (rows: ThreadRow[]): BubbleRow[] => rows.filter((row) => row.kind === 'bubble');
const shape = (rows: ThreadRow[]): string[] =>
  rows.map((row) => (row.kind === 'bubble' ? row.key : row.kind));

describe('threadRows', () => {
  test('puts a day before the first message of each day', () => {
    const rows = threadRows(
      [message(1, null, 0), message(2, null, 1), message(3, null, 24 * 60)],
      [],
      null,
      0,
    );
    expect(shape(rows)).toEqual(['day', 'k1', 'k2', 'day', 'k3']);
  });

  test('bubbles of one author within five minutes are one turn', () => {
    const rows = threadRows(
      [
        message(1, null, 0),
        message(2, null, 4),
        message(3, null, 10),
        message(4, 'Ana', 11),
        message(5, 'Marc', 11),
      ],
      [],
      null,
      0,
    );
    expect(bubbles(rows).map((row) => [row.first, row.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
      [true, true],
    ]);
  });

  test('the line stands before the first agent message after the read mark, and breaks the turn', () => {
    const messages = [message(1, 'Ana', 0), message(2, null, 1), message(3, 'Ana', 2), message(4, 'Ana', 3)];
    expect(shape(threadRows(messages, [], 1, 0))).toEqual(['day', 'k1', 'k2', 'new', 'k3', 'k4']);
    expect(shape(threadRows(messages, [], 3, 0))).toEqual(['day', 'k1', 'k2', 'k3', 'new', 'k4']);
    expect(bubbles(threadRows(messages, [], 3, 0)).at(-1)?.first).toBe(true);
    expect(shape(threadRows(messages, [], 4, 0))).not.toContain('new');
    expect(shape(threadRows(messages, [], null, 0))).not.toContain('new');
  });

  test('says sent under the last own message, seen under the furthest one seen, and nothing elsewhere', () => {
    const messages = [message(1, null, 0), message(2, null, 1), message(3, 'Ana', 2), message(4, null, 3)];
    const delivery = (agentReadSeq: number) =>
      bubbles(threadRows(messages, [], null, agentReadSeq)).map((row) => row.delivery);
    expect(delivery(0)).toEqual([false, false, false, 'sent']);
    expect(delivery(3)).toEqual([false, 'seen', false, 'sent']);
    expect(delivery(4)).toEqual([false, false, false, 'seen']);
  });

  test('[C4] [C5] a pending message that was accepted is drawn once, as the accepted one', () => {
    const rows = threadRows([message(1, null, 0)], [entry('k1', noon), entry('k9', noon)], null, 0);
    expect(shape(rows)).toEqual(['day', 'k1', 'k9']);
    expect(bubbles(rows).map((row) => row.entry?.clientMessageId)).toEqual([undefined, 'k9']);
  });

  test('[H9] pending messages follow in the order of writing, whatever this device’s clock says', () => {
    const tooEarly = noon - 40 * 24 * 60 * minuteMs;
    const rows = threadRows(
      [message(1, 'Ana', 0)],
      [entry('b', tooEarly + 1), entry('a', tooEarly)],
      null,
      0,
    );
    expect(shape(rows)).toEqual(['day', 'k1', 'a', 'b']);
  });

  test('the first message of all has its day while it is still pending', () => {
    expect(shape(threadRows([], [entry('a', noon)], null, 0))).toEqual(['day', 'a']);
  });
});
