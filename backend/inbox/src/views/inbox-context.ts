import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Actions } from '../edges/actions.ts';
import type { InboxStore } from '../edges/store.ts';
import type { InboxState } from '../model/state.ts';

export interface InboxHandle {
  store: InboxStore;
  actions: Actions;
  /** The browser's clock, in milliseconds. */
  clock(): number;
}

export const InboxContext = createContext<InboxHandle | null>(null);

export function useInbox(): InboxHandle {
  const inbox = use(InboxContext);
  if (!inbox) throw new Error('unable to draw; there is no InboxContext around');
  return inbox;
}

export function useActions(): Actions {
  return useInbox().actions;
}

/** A fact of the store. What `select` answers must be the same object while nothing changed. */
export function useFact<T>(select: (state: InboxState) => T): T {
  return useStore(useInbox().store, select);
}
