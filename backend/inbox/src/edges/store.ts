import { createStore, type StoreApi } from 'zustand/vanilla';
import { type InboxState, initialState } from '../model/state.ts';

export type InboxStore = StoreApi<InboxState>;

export function createInboxStore(state: InboxState = initialState): InboxStore {
  return createStore(() => state);
}

/** Runs `listener` now and whenever what `select` answers becomes another thing. Returns the function that ends it. */
export function watch<T>(
  store: InboxStore,
  select: (state: InboxState) => T,
  listener: (value: T) => void,
): () => void {
  let before = select(store.getState());
  listener(before);
  return store.subscribe((state) => {
    const value = select(state);
    if (Object.is(value, before)) return;
    before = value;
    listener(value);
  });
}
