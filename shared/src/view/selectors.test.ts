import { describe, expect, it } from 'vitest';
import { aConversation, idOf } from '../../testing/rows.ts';
import type { Conversation } from '../protocol/shapes.ts';
import { emptyView } from './contact-view.ts';
import {
  findOpenConversation,
  isOpen,
  listedConversations,
  missingPrechatFields,
  unreadTotal,
} from './selectors.ts';

function viewOf(...rows: Conversation[]) {
  return { ...emptyView, conversations: Object.fromEntries(rows.map((row) => [row.conversationId, row])) };
}

describe('[R4.4] listedConversations', () => {
  it('lists by latest activity, equal ones in a fixed order', () => {
    const rows = [
      aConversation(1, { lastActivityAt: 10 }),
      aConversation(2, { lastActivityAt: 30 }),
      aConversation(3, { lastActivityAt: 10 }),
      aConversation(4, { lastActivityAt: 20 }),
    ];
    const expected = [idOf(2), idOf(4), idOf(3), idOf(1)];
    expect(listedConversations(viewOf(...rows)).map((row) => row.conversationId)).toEqual(expected);
    expect(listedConversations(viewOf(...rows.reverse())).map((row) => row.conversationId)).toEqual(expected);
  });

  it('[A8] leaves out one that was archived before anybody wrote in it', () => {
    const view = viewOf(
      aConversation(1, { status: 'archived', lastSeq: 0 }),
      aConversation(2, { status: 'archived', lastSeq: 1 }),
      aConversation(3, { status: 'waiting', lastSeq: 0 }),
    );
    expect(listedConversations(view).map((row) => row.conversationId)).toEqual([idOf(3), idOf(2)]);
  });
});

describe('findOpenConversation', () => {
  it('finds the open one with the latest activity, past newer ones that are not open', () => {
    const view = viewOf(
      aConversation(1, { status: 'waiting', lastActivityAt: 10 }),
      aConversation(2, { status: 'active', lastActivityAt: 20 }),
      aConversation(3, { status: 'solved', lastActivityAt: 30 }),
      aConversation(4, { status: 'archived', lastActivityAt: 40, lastSeq: 1 }),
    );
    expect(findOpenConversation(view)?.conversationId).toBe(idOf(2));
  });

  it('finds none where none is open', () => {
    expect(findOpenConversation(viewOf(aConversation(1, { status: 'solved' })))).toBeUndefined();
    expect(findOpenConversation(emptyView)).toBeUndefined();
  });

  it('calls waiting and active open, and nothing else', () => {
    const open = (['waiting', 'active', 'solved', 'archived'] as const).filter((status) =>
      isOpen({ status }),
    );
    expect(open).toEqual(['waiting', 'active']);
  });
});

describe('[R2.C] unreadTotal', () => {
  it('adds up what the server says of each conversation, whatever its status', () => {
    const view = viewOf(
      aConversation(1, { unreadCount: 2 }),
      aConversation(2, { status: 'solved', unreadCount: 3 }),
      aConversation(3, { status: 'archived', unreadCount: 1 }),
      aConversation(4, { unreadCount: 0 }),
    );
    expect(unreadTotal(view)).toBe(6);
    expect(unreadTotal(emptyView)).toBe(0);
  });
});

describe('[R3.5] missingPrechatFields', () => {
  const fields = [
    { name: 'name', required: true },
    { name: 'email', required: true },
    { name: 'phone', required: false },
  ] as const;

  it('asks a stranger for all that is required, and for nothing that is not', () => {
    expect(missingPrechatFields(fields, null)).toEqual(['name', 'email']);
  });

  it('[E1] asks only for what is not known', () => {
    expect(missingPrechatFields(fields, { name: 'Ana', email: null, phone: null })).toEqual(['email']);
    expect(missingPrechatFields(fields, { name: 'Ana', email: 'ana@example.com', phone: null })).toEqual([]);
    expect(missingPrechatFields(fields, { name: '', email: 'ana@example.com', phone: '1' })).toEqual([
      'name',
    ]);
  });

  it('asks nothing where the widget asks nothing', () => {
    expect(missingPrechatFields([], null)).toEqual([]);
  });
});
