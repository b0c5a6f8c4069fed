import type { InboxFilter } from '@hilo/shared/protocol/inbox-shapes.ts';
import { filters, type InboxState, type Place } from './state.ts';

/** Threads kept in memory; the least recently opened ones are fetched again when needed. */
const threadsMax = 20;

/** A place as the part of the address after `#`: `waiting/<conversationId>`. */
export function formatPlace(place: Pick<Place, 'filter' | 'conversationId'>): string {
  return place.conversationId ? `${place.filter}/${place.conversationId}` : place.filter;
}

/** Reads an address; anything it does not understand is the waiting list. */
export function parsePlace(hash: string): Pick<Place, 'filter' | 'conversationId'> {
  const [name = '', id = ''] = hash.replace(/^#\/?/, '').split('/');
  const filter = (filters as readonly string[]).includes(name) ? (name as InboxFilter) : 'waiting';
  return { filter, conversationId: /^[0-9a-f-]{36}$/.test(id) ? id : null };
}

/** Goes somewhere. Opening a thread remembers where its unread messages began. */
export function goTo(state: InboxState, to: Pick<Place, 'filter' | 'conversationId'>): InboxState {
  const { conversationId } = to;
  const stays = conversationId === state.place.conversationId;
  const place: Place = {
    ...to,
    newAfterSeq: stays ? state.place.newAfterSeq : newAfter(state, conversationId),
  };
  return {
    ...state,
    place,
    highlightedId: conversationId ?? (to.filter === state.place.filter ? state.highlightedId : null),
    threads: conversationId && !stays ? withRecentLast(state.threads, conversationId) : state.threads,
  };
}

function newAfter(state: InboxState, conversationId: string | null): number | null {
  const header = conversationId ? state.conversations[conversationId] : undefined;
  return header && header.unreadCount > 0 ? header.agentReadSeq : null;
}

function withRecentLast(threads: InboxState['threads'], conversationId: string): InboxState['threads'] {
  const { [conversationId]: opened, ...others } = threads;
  const kept = Object.entries(others).slice(-(threadsMax - 1));
  return Object.fromEntries(opened ? [...kept, [conversationId, opened]] : kept);
}
