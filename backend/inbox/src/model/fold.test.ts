import type { InboxChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agentRefOf,
  idOf,
  makeConversation,
  makeHistory,
  makeMessage,
  makeNote,
  marta,
} from '../testing/make.ts';
import {
  foldChange,
  foldEarlierPage,
  foldPage,
  foldRemoved,
  foldSync,
  foldThread,
  forgetFacts,
} from './fold.ts';
import { addPending } from './outbox.ts';
import { type InboxState, initialState } from './state.ts';

const counts = { waiting: 1, active: 0, solved: 0, mine: 0 };
const id = idOf('conversation', 1);

const signedIn: InboxState = {
  ...initialState,
  session: { name: 'signed_in', token: 't', agent: marta },
};

function withPage(...conversations: ReturnType<typeof makeConversation>[]): InboxState {
  return foldPage(signedIn, 'waiting', { conversations, hasMore: false, counts, cursor: '10' }, 0);
}

/** A conversation in which, after its first message, each revision adds something else. */
const story: InboxChange[] = Array.from({ length: 12 }, (_, n) => {
  const revision = n + 2;
  const seq = Math.floor(n / 2) + 2;
  const history = n % 4 === 1 ? [makeHistory(1, revision, { n: revision })] : [];
  return {
    conversation: makeConversation(1, { revision, lastSeq: seq, status: n > 6 ? 'active' : 'waiting' }),
    messages: n % 2 === 0 ? [makeMessage(1, seq)] : n === 11 ? [redacted(3)] : [],
    notes: n % 3 === 0 ? [makeNote(1, seq, { noteId: idOf('note', n), createdAt: n })] : [],
    history,
  };
});

function redacted(seq: number) {
  return makeMessage(1, seq, { body: null, redactedAt: 99, version: 99 });
}

function fold(changes: readonly InboxChange[], whole = true): InboxState {
  const opened = foldThread(withPage(makeConversation(1)), {
    conversation: makeConversation(1),
    messages: [makeMessage(1, 1)],
    hasEarlier: false,
    notes: [],
    history: [],
  });
  return changes.reduce((state, change) => foldChange(state, change, whole), opened);
}

describe('folding what arrives', () => {
  it('ends the same whatever the order and however often each change arrives', () => {
    const inOrder = fold(story);
    fc.assert(
      fc.property(fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }), (shuffled) => {
        const state = fold(shuffled);
        expect(state.conversations).toEqual(inOrder.conversations);
        expect(state.threads).toEqual(inOrder.threads);
        expect(state.counts).toEqual(inOrder.counts);
      }),
    );
  });

  it('keeps the header with the higher revision, from whichever road it came', () => {
    const newer = makeConversation(1, { revision: 7, status: 'active' });
    const older = makeConversation(1, { revision: 6 });
    const empty = { messages: [], notes: [], history: [] };
    const roads: ((state: InboxState) => InboxState)[] = [
      (state) =>
        foldPage(state, 'waiting', { conversations: [older], hasMore: false, counts, cursor: '1' }, 0),
      (state) =>
        foldSync(state, { conversations: [older], removed: [], counts, cursor: '11', more: false }, 0),
      (state) => foldChange(state, { conversation: older, ...empty }, true),
      (state) => foldThread(state, { conversation: older, hasEarlier: false, ...empty }),
    ];
    for (const road of roads) expect(road(withPage(newer)).conversations[id]).toEqual(newer);
  });

  it('shows a contact’s new name although the conversation itself did not change', () => {
    const known = makeConversation(1);
    const named = { ...known, contact: { ...known.contact, name: 'Ana' } };
    const state = foldChange(
      withPage(known),
      { conversation: named, messages: [], notes: [], history: [] },
      true,
    );
    expect(state.conversations[id]?.contact.name).toBe('Ana');
  });

  it('lets nothing that arrives late bring back what was erased', () => {
    const erased = foldRemoved(fold(story), id);
    expect(erased.conversations[id]).toBeUndefined();
    expect(erased.threads[id]).toBeUndefined();
    const late = story.reduce((state, change) => foldChange(state, change, true), erased);
    expect(late.conversations[id]).toBeUndefined();
    expect(
      foldPage(late, 'all', { conversations: [makeConversation(1)], hasMore: false, counts, cursor: '1' }, 0)
        .conversations[id],
    ).toBeUndefined();
  });

  it('forgets what was fetched when the cursor is refused, never what was written', () => {
    const written = addPending(fold(story), {
      kind: 'reply',
      clientId: idOf('pending', 1),
      agentId: marta.agentId,
      conversationId: id,
      body: 'Hello',
      writtenAt: 1,
    });
    const forgotten = forgetFacts({
      ...written,
      drafts: { [id]: { tab: 'reply', reply: 'more', note: '' } },
    });
    expect(forgotten.conversations).toEqual({});
    expect(forgotten.cursor).toBeNull();
    expect(forgotten.outbox).toHaveLength(1);
    expect(forgotten.drafts[id]?.reply).toBe('more');
  });
});

describe('the cursor [B2][R2.E]', () => {
  it('stays the oldest one while pages are loaded, so that a later page skips nothing', () => {
    const first = withPage(makeConversation(1));
    const second = foldPage(first, 'active', { conversations: [], hasMore: false, counts, cursor: '55' }, 0);
    expect(second.cursor).toBe('10');
  });

  it('moves with a sync', () => {
    const synced = foldSync(
      withPage(),
      { conversations: [], removed: [], counts, cursor: '12', more: true },
      0,
    );
    expect(synced.cursor).toBe('12');
  });
});

describe('counts', () => {
  const empty = { messages: [], notes: [], history: [] };

  it('move with a conversation that was known', () => {
    const taken = makeConversation(1, { revision: 2, status: 'active', assignee: agentRefOf(marta) });
    const state = foldChange(withPage(makeConversation(1)), { conversation: taken, ...empty }, true);
    expect(state.counts).toEqual({ waiting: 0, active: 1, solved: 0, mine: 1 });
    expect(state.countsInDoubt).toBe(false);
  });

  it('stay at "or more" once the server stopped counting', () => {
    const many = { ...withPage(makeConversation(1)), counts: { ...counts, waiting: 1_000 } };
    const taken = makeConversation(1, { revision: 2, status: 'active' });
    expect(foldChange(many, { conversation: taken, ...empty }, true).counts?.waiting).toBe(1_000);
  });

  it('are in doubt after one that was not, until a sync says', () => {
    const state = foldChange(withPage(), { conversation: makeConversation(2), ...empty }, true);
    expect(state.countsInDoubt).toBe(true);
    const answer = {
      conversations: [],
      removed: [],
      counts: { ...counts, waiting: 2 },
      cursor: '11',
      more: false,
    };
    const synced = foldSync(state, answer, state.countsTick);
    expect(synced.counts?.waiting).toBe(2);
    expect(synced.countsInDoubt).toBe(false);
  });

  it('stay in doubt when something was heard while the sync was on its way', () => {
    const before = withPage(makeConversation(1));
    const heard = foldChange(before, { conversation: makeConversation(2), ...empty }, true);
    const answer = { conversations: [], removed: [], counts, cursor: '11', more: false };
    expect(foldSync(heard, answer, before.countsTick).countsInDoubt).toBe(true);
  });

  it('settle although each sync repeats what was removed', () => {
    const answer = { conversations: [], removed: [id], counts, cursor: '11', more: false };
    const once = foldSync(withPage(makeConversation(1)), answer, 0);
    expect(foldSync(once, answer, once.countsTick).countsInDoubt).toBe(false);
  });
});

describe('earlier pages', () => {
  it('join what is loaded, and settle what was pending', () => {
    const state = foldThread(withPage(), {
      conversation: makeConversation(1, { lastSeq: 4 }),
      messages: [makeMessage(1, 3), makeMessage(1, 4)],
      hasEarlier: true,
      notes: [],
      history: [],
    });
    const more = foldEarlierPage(state, id, [makeMessage(1, 1), makeMessage(1, 2)]);
    expect(more.threads[id]?.messages.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
  });
});
