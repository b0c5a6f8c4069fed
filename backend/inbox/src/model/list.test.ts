import { describe, expect, it } from 'vitest';
import { agentRefOf, baseTime, idOf, leo, makeConversation, marta } from '../testing/make.ts';
import { foldChange, foldFound, foldPage } from './fold.ts';
import { highlightAfter, listIds, matches, shownIds, stepFrom } from './list.ts';
import { filters, type InboxState, initialState } from './state.ts';

const counts = { waiting: 0, active: 0, solved: 0, mine: 0 };
const signedIn: InboxState = { ...initialState, session: { name: 'signed_in', token: 't', agent: marta } };
const none = { messages: [], notes: [], history: [] };

function page(
  state: InboxState,
  filter: 'waiting' | 'all',
  rows: ReturnType<typeof makeConversation>[],
  hasMore = false,
) {
  return foldPage(state, filter, { conversations: rows, hasMore, counts, cursor: '1' }, 0);
}

const ids = (...ns: number[]) => ns.map((n) => idOf('conversation', n));

describe('the lists', () => {
  it.each([
    ['waiting', { status: 'waiting' }, ['waiting', 'all']],
    ['taken by me', { status: 'active', assignee: agentRefOf(marta) }, ['active', 'mine', 'all']],
    ['taken by a colleague', { status: 'active', assignee: agentRefOf(leo) }, ['active', 'all']],
    ['solved by me', { status: 'solved', assignee: agentRefOf(marta) }, ['solved', 'all']],
    ['archived', { status: 'archived' }, ['all']],
  ] as const)('hold one that is %s', (_, over, expected) => {
    const row = makeConversation(1, over);
    expect(filters.filter((filter) => matches(row, filter, marta.agentId))).toEqual(expected);
  });

  it('show the longest waiting first, elsewhere the latest activity first', () => {
    const a = makeConversation(1, { waitingSince: baseTime - 1_000, lastActivityAt: baseTime - 1_000 });
    const b = makeConversation(2, { waitingSince: baseTime - 9_000, lastActivityAt: baseTime });
    const state = page(page(signedIn, 'waiting', [b, a]), 'all', [b, a]);
    expect(listIds(state, 'waiting')).toEqual(ids(2, 1));
    expect(listIds(page(state, 'all', [b, a]), 'all')).toEqual(ids(2, 1));
  });

  it('move a conversation when it changes, without asking the server [H2]', () => {
    const state = page(signedIn, 'waiting', [makeConversation(1), makeConversation(2)]);
    const taken = makeConversation(1, { status: 'active', revision: 2 });
    const next = foldChange(state, { conversation: taken, ...none }, true);
    expect(listIds(next, 'waiting')).toEqual(ids(2));
    const fresh = foldChange(next, { conversation: makeConversation(3), ...none }, true);
    expect(listIds(fresh, 'waiting')).toContain(idOf('conversation', 3));
  });

  it('never show a hole: what lies beyond the last page waits for that page', () => {
    const at = (n: number) => makeConversation(n, { lastActivityAt: baseTime - n * 1_000 });
    const first = page(signedIn, 'all', [at(1), at(2)], true);
    const elsewhere = foldChange(first, { conversation: at(9), ...none }, true);
    expect(listIds(elsewhere, 'all')).toEqual(ids(1, 2));
    expect(listIds(page(elsewhere, 'all', [at(3), at(4), at(9)]), 'all')).toEqual(ids(1, 2, 3, 4, 9));
  });

  it('break ties as the server does, so that pages meet without a hole', () => {
    const same = [1, 2, 3].map((n) =>
      makeConversation(n, { lastActivityAt: baseTime, waitingSince: baseTime }),
    );
    const state = page(page(signedIn, 'waiting', same), 'all', same);
    expect(listIds(state, 'waiting')).toEqual(ids(1, 2, 3).sort());
    expect(listIds(state, 'all')).toEqual(ids(1, 2, 3).sort().reverse());
  });

  it('show what a search found, in its order, and drop an answer to an older search', () => {
    const searching: InboxState = { ...signedIn, search: { name: 'loading', text: 'ana' } };
    const answer = {
      conversations: [makeConversation(2), makeConversation(1)],
      hasMore: false,
      counts,
      cursor: '1',
    };
    expect(shownIds(foldFound(searching, 'ana', answer, true), 'waiting')).toEqual(ids(2, 1));
    expect(foldFound(searching, 'an', answer, true)).toBe(searching);
  });
});

describe('the highlight', () => {
  it('steps within the list, and starts at its first row', () => {
    expect(stepFrom(['a', 'b'], null, 1)).toBe('a');
    expect(stepFrom(['a', 'b'], 'a', 1)).toBe('b');
    expect(stepFrom(['a', 'b'], 'b', 1)).toBe('b');
    expect(stepFrom(['a', 'b'], 'a', -1)).toBe('a');
    expect(stepFrom([], null, 1)).toBeNull();
  });

  it('goes to the row that took the place of one that left', () => {
    expect(highlightAfter(['a', 'b', 'c'], ['a', 'c'], 'b')).toBe('c');
    expect(highlightAfter(['a', 'b'], ['a'], 'b')).toBe('a');
    expect(highlightAfter(['a'], [], 'a')).toBeNull();
    expect(highlightAfter(['a', 'b'], ['b', 'a'], 'a')).toBe('a');
  });
});
