import { limits } from '@hilo/shared/limits.ts';
import { describe, expect, it } from 'vitest';
import { idOf, makeConversation, makeMessage } from '../testing/make.ts';
import { foldThread } from './fold.ts';
import { type Attention, findToRead, isLooking } from './reading.ts';
import { type InboxState, initialState } from './state.ts';

const now = 1_000_000;
const looking: Attention = { visible: true, focused: true, lastActiveAt: 0, now };

describe('looking', () => {
  it.each([
    ['a focused, visible window', {}, true],
    ['a hidden tab', { visible: false }, false],
    ['a visible window that was used a moment ago', { focused: false, lastActiveAt: now - 1_000 }, true],
    [
      'a visible window that nobody used for a minute',
      { focused: false, lastActiveAt: now - limits.attentionMs - 1 },
      false,
    ],
  ])('%s', (_, over, expected) => {
    expect(isLooking({ ...looking, ...over })).toBe(expected);
  });
});

describe('what to mark as read', () => {
  const header = makeConversation(1, { unreadCount: 1, lastSeq: 2, agentReadSeq: 1 });
  const loaded = foldThread(initialState, {
    conversation: header,
    messages: [makeMessage(1, 1), makeMessage(1, 2)],
    hasEarlier: false,
    notes: [],
    history: [],
  });
  const open: InboxState = {
    ...loaded,
    place: { filter: 'all', conversationId: header.conversationId, newAfterSeq: 1 },
  };

  it('is the last message of the open thread', () => {
    expect(findToRead(open, looking)).toEqual({
      conversationId: header.conversationId,
      lastReadMessageId: makeMessage(1, 2).messageId,
      seq: 2,
    });
  });

  it('is nothing while nobody looks, and nothing in another thread [D1][D2]', () => {
    expect(findToRead(open, { ...looking, visible: false })).toBeUndefined();
    const elsewhere = { ...open, place: { ...open.place, conversationId: idOf('conversation', 2) } };
    expect(findToRead(elsewhere, looking)).toBeUndefined();
  });

  it('is nothing where all is read', () => {
    const read = { ...header, unreadCount: 0, agentReadSeq: 2, revision: 2 };
    const state = { ...open, conversations: { [header.conversationId]: read } };
    expect(findToRead(state, looking)).toBeUndefined();
  });
});
