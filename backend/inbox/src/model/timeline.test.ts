import { describe, expect, it } from 'vitest';
import { baseTime, hourMs, makeHistory, makeMessage, makeNote, marta, minuteMs } from '../testing/make.ts';
import type { Pending, Thread } from './state.ts';
import { timeline } from './timeline.ts';

const thread: Thread = {
  messages: [
    makeMessage(1, 1, { createdAt: baseTime - 30 * hourMs }),
    makeMessage(1, 2, { createdAt: baseTime - 3 * minuteMs }),
    makeMessage(1, 3, { createdAt: baseTime - 2 * minuteMs }),
    makeMessage(1, 4, { createdAt: baseTime - minuteMs, by: marta }),
  ],
  notes: [makeNote(1, 2, { createdAt: baseTime })],
  history: [makeHistory(1, baseTime - 30 * hourMs - 1)],
  revision: 1,
  ahead: [],
};

function shapes(newAfterSeq: number | null = null, outbox: Pending[] = [], contactReadSeq = 0): string[] {
  return timeline(thread, { contactReadSeq }, outbox, newAfterSeq).map((item) => {
    if (item.kind === 'message') {
      const receipt = item.receipt === 'none' ? '' : ` ${item.receipt}`;
      return `${item.message.seq}${item.opens ? ' opens' : ''}${receipt}`;
    }
    return item.kind;
  });
}

describe('the timeline', () => {
  it('merges messages, notes and history in their order, day by day', () => {
    expect(shapes()).toEqual([
      'day',
      'history',
      '1 opens',
      'day',
      '2 opens',
      'note',
      '3 opens',
      '4 opens sent',
    ]);
  });

  it('orders by seq, whatever the clocks said [H9]', () => {
    const skewed = {
      ...thread,
      notes: [],
      history: [],
      messages: [
        makeMessage(1, 1, { createdAt: baseTime }),
        makeMessage(1, 2, { createdAt: baseTime - 5 * minuteMs }),
      ],
    };
    const seqs = timeline(skewed, { contactReadSeq: 0 }, [], null).flatMap((item) =>
      item.kind === 'message' ? [item.message.seq] : [],
    );
    expect(seqs).toEqual([1, 2]);
  });

  it('groups lines of one author that are close in time', () => {
    const plain = { ...thread, notes: [] };
    const opens = timeline(plain, { contactReadSeq: 0 }, [], null).flatMap((item) =>
      item.kind === 'message' ? [item.opens] : [],
    );
    expect(opens).toEqual([true, true, false, true]);
  });

  it('marks where the unread ones begin, once', () => {
    expect(shapes(2)).toEqual([
      'day',
      'history',
      '1 opens',
      'day',
      '2 opens',
      'note',
      'new',
      '3 opens',
      '4 opens sent',
    ]);
  });

  it('says what the visitor has seen', () => {
    expect(shapes(null, [], 4).at(-1)).toBe('4 opens seen');
  });

  it('puts what is on its way at the end', () => {
    const row: Pending = {
      kind: 'reply',
      clientId: 'x',
      agentId: marta.agentId,
      conversationId: thread.messages[0]!.conversationId,
      body: 'Hi',
      writtenAt: 0,
      state: { name: 'sending', failures: 0 },
    };
    expect(shapes(null, [row]).at(-1)).toBe('pending');
  });

  it('leaves out what belongs before the earliest loaded message', () => {
    const partial = { ...thread, messages: thread.messages.slice(2) };
    const kinds = timeline(partial, { contactReadSeq: 0 }, [], null).map((item) => item.kind);
    expect(kinds).toEqual(['day', 'note', 'message', 'message']);
  });
});
