import type { InboxConversation, InboxFilter } from '@hilo/shared/protocol/inbox-shapes.ts';
import { isOpen } from '@hilo/shared/view/selectors.ts';
import { agentIdOf, type Horizon, type InboxState } from './state.ts';

/** Whether a conversation belongs in a filter's list. */
export function matches(row: InboxConversation, filter: InboxFilter, agentId: string | null): boolean {
  if (filter === 'all') return true;
  if (filter === 'mine') return isOpen(row) && row.assignee !== null && row.assignee.agentId === agentId;
  return row.status === filter;
}

/** Where a conversation stands in a filter's order: ascending. Waiting: longest first; else most recent first. */
export function orderKey(row: InboxConversation, filter: InboxFilter): Horizon {
  const at = filter === 'waiting' ? (row.waitingSince ?? row.lastActivityAt) : -row.lastActivityAt;
  return { at, conversationId: row.conversationId };
}

/** The server's order, ties included: a list that is sorted otherwise has holes where its pages meet. */
export function compareKeys(a: Horizon, b: Horizon, filter: InboxFilter): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.conversationId === b.conversationId) return 0;
  return a.conversationId < b.conversationId === (filter === 'waiting') ? -1 : 1;
}

type ListFacts = Pick<InboxState, 'conversations' | 'windows' | 'search' | 'session'>;

/**
 * The ids of a filter's list, in its order, down to where it is known without a hole: a conversation known from
 * elsewhere that lies beyond the last loaded page waits for that page.
 */
export function listIds(state: ListFacts, filter: InboxFilter): string[] {
  const window = state.windows[filter];
  if (window.name !== 'loaded') return [];
  const agentId = agentIdOf(state);
  const keys: Horizon[] = [];
  for (const row of Object.values(state.conversations)) {
    if (!matches(row, filter, agentId)) continue;
    const key = orderKey(row, filter);
    if (window.horizon === null || compareKeys(key, window.horizon, filter) <= 0) keys.push(key);
  }
  return keys.sort((a, b) => compareKeys(a, b, filter)).map((key) => key.conversationId);
}

/** What the list pane shows: search results while there is a search, else the filter's list. */
export function shownIds(state: ListFacts, filter: InboxFilter): readonly string[] {
  if (state.search.name === 'none') return listIds(state, filter);
  if (state.search.name !== 'found') return [];
  return state.search.ids.filter((id) => state.conversations[id]);
}

/** The row `step` away from the highlighted one, kept within the list. The first one where none is highlighted. */
export function stepFrom(ids: readonly string[], from: string | null, step: number): string | null {
  const at = from === null ? -1 : ids.indexOf(from);
  if (at < 0) return ids[0] ?? null;
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))] ?? null;
}

/** Where the highlight goes when its row leaves the list: to the row that took its place, else the last one. */
export function highlightAfter(
  before: readonly string[],
  after: readonly string[],
  highlighted: string | null,
): string | null {
  if (highlighted === null || after.includes(highlighted)) return highlighted;
  const at = before.indexOf(highlighted);
  if (at < 0 || after.length === 0) return null;
  return after[Math.min(at, after.length - 1)] ?? null;
}
