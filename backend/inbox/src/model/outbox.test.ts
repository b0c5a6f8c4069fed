import { describe, expect, it } from 'vitest';
import { idOf, leo, makeConversation, makeMessage, makeNote, marta } from '../testing/make.ts';
import { foldChange, foldThread } from './fold.ts';
import {
  addPending,
  afterFailure,
  afterReload,
  discardPending,
  dueNow,
  findNextDue,
  movePending,
  retryPending,
} from './outbox.ts';
import { type Failure, type InboxState, initialState, type Pending } from './state.ts';

const conversationId = idOf('conversation', 1);
const confirmed = makeMessage(1, 2, { by: marta });
const note = makeNote(1, 2);
const none = { messages: [], notes: [], history: [] };
const header = makeConversation(1, { revision: 2, lastSeq: 2 });

const offline: Failure = { code: 'network', sentence: '', retryable: true, traceId: null };
const refused: Failure = { code: 'another_open', sentence: '', retryable: false, traceId: null };

function pending(n: number, over: Partial<Pending> = {}): Omit<Pending, 'state'> {
  return {
    kind: 'reply',
    clientId: idOf('pending', n),
    agentId: marta.agentId,
    conversationId,
    body: 'Hi',
    writtenAt: n,
    ...over,
  };
}

function holding(...rows: Omit<Pending, 'state'>[]): InboxState {
  return rows.reduce(addPending, initialState);
}

describe('an optimistic reply or note', () => {
  const reply = pending(1, { clientId: confirmed.clientMessageId });
  const noted = pending(2, { kind: 'note', clientId: note.clientNoteId });
  const both = holding(reply, noted);

  it.each<[string, (state: InboxState) => InboxState]>([
    [
      'the answer',
      (s) => foldChange(s, { conversation: header, ...none, messages: [confirmed], notes: [note] }, false),
    ],
    [
      'the socket',
      (s) => foldChange(s, { conversation: header, ...none, messages: [confirmed], notes: [note] }, true),
    ],
    [
      'the resync, which fetches the thread',
      (s) =>
        foldThread(s, {
          conversation: header,
          ...none,
          hasEarlier: false,
          messages: [confirmed],
          notes: [note],
        }),
    ],
  ])('is settled by its client id through %s [C4][C5][C6]', (_, road) => {
    expect(road(both).outbox).toEqual([]);
    expect(road(road(both)).outbox).toEqual([]);
  });

  it('is not settled by another row', () => {
    const other = makeMessage(1, 3, { by: marta });
    const state = foldChange(both, { conversation: header, ...none, messages: [other] }, true);
    expect(state.outbox).toHaveLength(2);
  });

  it('stays away when its failure arrives after its confirmation [C4]', () => {
    const settled = foldChange(both, { conversation: header, ...none, messages: [confirmed] }, true);
    const late = movePending(settled, reply.clientId, { name: 'failed', failure: offline });
    expect(late.outbox.map((row) => row.clientId)).toEqual([noted.clientId]);
  });
});

describe('what is sent when', () => {
  it('goes first in, first out within a conversation, and side by side across them [C7]', () => {
    const state = holding(pending(1), pending(2), pending(3, { conversationId: idOf('conversation', 2) }));
    expect(dueNow(state.outbox, marta.agentId, 0).map((row) => row.writtenAt)).toEqual([1, 3]);
    const sending = movePending(state, idOf('pending', 1), { name: 'sending', failures: 0 });
    expect(dueNow(sending.outbox, marta.agentId, 0).map((row) => row.writtenAt)).toEqual([3]);
  });

  it('is not held up by one that was refused for good', () => {
    const state = movePending(
      holding(pending(1), pending(2)),
      idOf('pending', 1),
      afterFailure(refused, 1, 0),
    );
    expect(dueNow(state.outbox, marta.agentId, 0).map((row) => row.writtenAt)).toEqual([2]);
  });

  it('waits for its time after a failure that may pass, and says why', () => {
    const state = movePending(holding(pending(1)), idOf('pending', 1), afterFailure(offline, 1, 500));
    expect(dueNow(state.outbox, marta.agentId, 499)).toEqual([]);
    expect(dueNow(state.outbox, marta.agentId, 500)).toHaveLength(1);
    expect(findNextDue(state.outbox)).toBe(500);
    expect(state.outbox[0]?.state).toMatchObject({ reason: offline });
  });

  it('belongs to who wrote it: nobody else sends it', () => {
    expect(dueNow(holding(pending(1)).outbox, leo.agentId, 0)).toEqual([]);
  });
});

describe('retry and discard', () => {
  it('retries under the same id, at once [C3][C10]', () => {
    const failed = movePending(holding(pending(1)), idOf('pending', 1), { name: 'failed', failure: refused });
    const retried = retryPending(failed, idOf('pending', 1));
    expect(dueNow(retried.outbox, marta.agentId, 0).map((row) => row.clientId)).toEqual([idOf('pending', 1)]);
  });

  it('does not start a second try while one is on its way [C3]', () => {
    const sending = movePending(holding(pending(1)), idOf('pending', 1), { name: 'sending', failures: 0 });
    expect(retryPending(sending, idOf('pending', 1))).toBe(sending);
  });

  it('discards one, and only that one', () => {
    expect(discardPending(holding(pending(1), pending(2)), idOf('pending', 1)).outbox).toHaveLength(1);
  });

  it('shows after a reload what was on its way, to be sent again under the same id', () => {
    const [row] = afterReload(holding(pending(1)).outbox);
    expect(row?.clientId).toBe(idOf('pending', 1));
    expect(row?.state.name).toBe('failed');
  });
});
