import type { ContactPanel, InboxConversation, InboxThread } from '@hilo/shared/protocol/inbox-shapes.ts';
import { aChat } from '@hilo/shared/testing/trace-blob.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { type Belief, beliefOfModel, beliefOfTrace, lastSaidByServer } from './belief.ts';
import { compareBeliefs, summaryOf } from './comparison.ts';
import { readTruth, threadsReadMax } from './database-truth.ts';

const chat = aChat();
const row = { conversationId: 'c1', status: 'active', unreadCount: 2, lastSeq: 5, readSeq: 3 };

function belief(change: Partial<Belief> = {}): Belief {
  return { contactId: 'p1', conversations: [row], unreadTotal: 2, at: 0, isPartial: false, ...change };
}

describe('[R2.C] what the widget believes', () => {
  it('is read from its trace, and is what the server said in a sound chat', () => {
    const believed = beliefOfTrace(chat.events);
    const said = lastSaidByServer(chat.events);
    expect(believed?.conversations).toHaveLength(1);
    expect(believed?.conversations[0]?.status).toBe('solved');
    expect(compareBeliefs(believed!, said!)).toMatchObject({
      differences: 0,
      contact: { agreement: 'same' },
    });
  });

  it('is read from its model, and only from a model', () => {
    const model = {
      view: { contactId: 'p1', conversations: { c1: row, c2: null }, hasMoreConversations: true },
    };
    expect(beliefOfModel(model, 7)).toEqual(belief({ at: 7, isPartial: true }));
    for (const other of [null, 'model', { view: null }, { view: { conversations: 5 } }])
      expect(beliefOfModel(other, 7)).toBeUndefined();
  });

  it('is forgotten with the identity', () => {
    const [last] = chat.events.slice(-1);
    const logout = {
      ...last,
      kind: 'identity',
      from: 'p1',
      to: null,
      cause: 'logout',
    } as unknown as TraceEvent;
    expect(beliefOfTrace([...chat.events, logout])).toBeUndefined();
    expect(lastSaidByServer([...chat.events, logout])?.conversations).toEqual([]);
  });

  it('survives bodies that are not as they should be', () => {
    const bodies = [
      { changes: 5 },
      { changes: { changes: 5 } },
      { snapshot: { conversations: [null, { conversationId: 4 }] } },
    ];
    const hostile = bodies.map((body, i) => ({
      ...chat.events[0],
      kind: 'response',
      status: 200,
      requestId: i,
      body,
      headers: {},
      durationMs: 1,
    }));
    expect(() => lastSaidByServer(hostile as unknown as TraceEvent[])).not.toThrow();
  });
});

describe('[R2.C] the comparison', () => {
  it('marks every field in which the two differ, and counts them', () => {
    const truth = belief({ conversations: [{ ...row, status: 'solved', unreadCount: 3 }], unreadTotal: 3 });
    const compared = compareBeliefs(belief(), truth);
    const different = compared.rows[0]?.cells.filter((cell) => cell.agreement === 'different');
    expect(different?.map(({ field }) => field)).toEqual(['status', 'unreadCount']);
    expect(compared.differences).toBe(3);
    expect(summaryOf(compared, 'the database')).toBe('The widget and the database differ in 3 places.');
    expect(summaryOf(compareBeliefs(belief(), belief()), 'the database')).toContain(
      'agree on one conversation',
    );
  });

  it('tells a conversation that only one knows, and does not blame a list that has more pages', () => {
    const more = belief({ conversations: [row, { ...row, conversationId: 'c2' }], unreadTotal: 4 });
    expect(compareBeliefs(belief(), more)).toMatchObject({
      differences: 2,
      rows: [{ known: 'only_truth' }, {}],
    });
    expect(compareBeliefs(belief({ isPartial: true }), more).differences).toBe(0);
    expect(compareBeliefs(more, belief()).rows[0]).toMatchObject({
      conversationId: 'c2',
      known: 'only_widget',
    });
  });

  it('says unknown where one of the two does not say', () => {
    const silent = belief({ conversations: [{ ...row, status: null }] });
    expect(compareBeliefs(silent, belief()).rows[0]?.cells[0]).toMatchObject({ agreement: 'unknown' });
    expect(compareBeliefs(silent, belief()).differences).toBe(0);
  });
});

describe('[R2.C] what the database says', () => {
  const inboxRow = (id: string, change: Partial<InboxConversation> = {}) =>
    ({
      conversationId: id,
      status: 'active',
      lastSeq: 5,
      contactReadSeq: 3,
      unreadCount: 9,
      ...change,
    }) as InboxConversation;
  const threadOf = (conversation: InboxConversation, hasEarlier = false, firstSeq = 1) =>
    ({
      conversation,
      hasEarlier,
      messages: [1, 2, 3, 4, 5]
        .filter((seq) => seq >= firstSeq)
        .map((seq) => ({ seq, author: { kind: seq % 2 ? 'agent' : 'visitor' } })),
    }) as unknown as InboxThread;
  const readerOf = (rows: InboxConversation[], thread = threadOf) => {
    const asked: string[] = [];
    return {
      asked,
      contact: async () => ({ contact: { contactId: 'p1' }, conversations: rows }) as unknown as ContactPanel,
      thread: async (id: string) => {
        asked.push(id);
        return thread(rows.find((one) => one.conversationId === id)!);
      },
    };
  };

  it('counts agent messages after the read mark, and asks for no thread that was read to its end', async () => {
    const reader = readerOf([inboxRow('c1'), inboxRow('c2', { contactReadSeq: 5 })]);
    const truth = await readTruth(reader, 'p1', 1);
    expect(truth.conversations.map(({ unreadCount }) => unreadCount)).toEqual([1, 0]);
    expect(truth.unreadTotal).toBe(1);
    expect(reader.asked).toEqual(['c1']);
  });

  it('leaves a count unknown that would be a guess, and what nobody is shown aside', async () => {
    const reader = readerOf(
      [inboxRow('c1', { contactReadSeq: 0 }), inboxRow('c2', { status: 'archived', lastSeq: 0 })],
      (one) => threadOf(one, true, 4),
    );
    const truth = await readTruth(reader, 'p1', 1);
    expect(truth.conversations).toMatchObject([{ conversationId: 'c1', unreadCount: null }]);
    expect(truth.unreadTotal).toBeNull();
  });

  it('reads a bounded number of threads', async () => {
    const reader = readerOf(Array.from({ length: threadsReadMax + 5 }, (_, i) => inboxRow(`c${i}`)));
    await readTruth(reader, 'p1', 1);
    expect(reader.asked).toHaveLength(threadsReadMax);
  });
});
