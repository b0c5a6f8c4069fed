import { describe, expect, it } from 'vitest';
import { idOf, makeConversation } from '../testing/make.ts';
import { backoffMs } from './backoff.ts';
import { draftOf, findToSend, writeDraft } from './drafts.ts';
import { formatPlace, goTo, parsePlace } from './place.ts';
import { initialState } from './state.ts';

const id = idOf('conversation', 1);

describe('the address', () => {
  it.each([
    [{ filter: 'solved', conversationId: id } as const],
    [{ filter: 'mine', conversationId: null } as const],
  ])('reads back as the place it was written from', (place) => {
    expect(parsePlace(`#${formatPlace(place)}`)).toEqual(place);
  });

  it.each(['', '#', '#nowhere/x', '#waiting/<script>'])('is the waiting list where it says %j', (hash) => {
    expect(parsePlace(hash)).toEqual({ filter: 'waiting', conversationId: null });
  });

  it('remembers where the unread messages began when the thread was opened', () => {
    const state = {
      ...initialState,
      conversations: { [id]: makeConversation(1, { unreadCount: 2, agentReadSeq: 4 }) },
    };
    const opened = goTo(state, { filter: 'all', conversationId: id });
    expect(opened.place.newAfterSeq).toBe(4);
    const read = {
      ...opened,
      conversations: { [id]: makeConversation(1, { unreadCount: 0, agentReadSeq: 6, revision: 2 }) },
    };
    expect(goTo(read, { filter: 'mine', conversationId: id }).place.newAfterSeq).toBe(4);
  });
});

describe('drafts', () => {
  it('stay with their conversation, reply and note apart', () => {
    const other = idOf('conversation', 2);
    const state = writeDraft(writeDraft(initialState, id, { reply: 'a' }), id, { note: 'b', tab: 'note' });
    expect(draftOf(state, id)).toEqual({ tab: 'note', reply: 'a', note: 'b' });
    expect(draftOf(state, other).reply).toBe('');
  });

  it('are forgotten once empty', () => {
    expect(writeDraft(writeDraft(initialState, id, { reply: 'a' }), id, { reply: '' }).drafts).toEqual({});
  });

  it('send what is on top, without the white space around it', () => {
    expect(findToSend({ tab: 'note', reply: 'x', note: '  y\n' })).toEqual({ kind: 'note', body: 'y' });
    expect(findToSend({ tab: 'reply', reply: ' \n ', note: 'y' })).toBeUndefined();
  });
});

describe('backing off', () => {
  it('doubles, is capped, and spreads clients over the upper half', () => {
    expect(backoffMs(1, 1)).toBe(1_000);
    expect(backoffMs(2, 1)).toBe(2_000);
    expect(backoffMs(2, 0)).toBe(1_000);
    expect(backoffMs(99, 1)).toBe(30_000);
  });
});
