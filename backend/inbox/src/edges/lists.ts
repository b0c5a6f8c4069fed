import type { InboxFilter } from '@hilo/shared/protocol/inbox-shapes.ts';
import { foldFound, foldPage } from '../model/fold.ts';
import { listIds } from '../model/list.ts';
import type { ListWindow } from '../model/state.ts';
import type { Call } from './http.ts';
import { type InboxStore, watch } from './store.ts';

const searchDelayMs = 200;

export interface Lists {
  loadMore(): void;
  retry(): void;
  search(text: string): void;
  stop(): void;
}

/** Loads the list on screen when it is not known yet, its next pages, and search results. */
export function createLists(store: InboxStore, call: Call): Lists {
  let searchTimer: ReturnType<typeof setTimeout> | undefined;

  const setWindow = (filter: InboxFilter, window: ListWindow): void =>
    store.setState((state) => ({ windows: { ...state.windows, [filter]: window } }));

  async function loadFirst(filter: InboxFilter): Promise<void> {
    setWindow(filter, { name: 'loading' });
    const { countsTick } = store.getState();
    const result = await call('inbox', { query: { filter } });
    if (result.kind === 'answer')
      store.setState((state) => foldPage(state, filter, result.answer, countsTick));
    else if (result.kind === 'failure') setWindow(filter, { name: 'failed', failure: result.failure });
    else setWindow(filter, { name: 'unloaded' });
  }

  async function loadNext(filter: InboxFilter): Promise<void> {
    const { windows, countsTick } = store.getState();
    const window = windows[filter];
    const after = listIds(store.getState(), filter).at(-1);
    if (window.name !== 'loaded' || window.horizon === null || window.more === 'loading') return;
    setWindow(filter, { ...window, more: 'loading' });
    const result = await call('inbox', { query: { filter, after } });
    if (result.kind === 'answer')
      store.setState((state) => foldPage(state, filter, result.answer, countsTick));
    else setWindow(filter, { ...window, more: result.kind === 'failure' ? result.failure : 'idle' });
  }

  async function find(text: string, after: string | undefined): Promise<void> {
    const result = await call('inbox', { query: { filter: 'all', search: text, after } });
    if (result.kind === 'answer') {
      store.setState((state) => foldFound(state, text, result.answer, after === undefined));
    } else if (result.kind === 'failure') {
      const { failure } = result;
      store.setState(({ search }) => {
        const current = search.name !== 'none' && search.text === text;
        return current ? { search: { name: 'failed', text, failure } } : {};
      });
    }
  }

  function search(typed: string): void {
    clearTimeout(searchTimer);
    const text = typed.trim();
    store.setState({
      search: text === '' ? { name: 'none' } : { name: 'loading', text },
      highlightedId: null,
    });
    if (text !== '') searchTimer = setTimeout(() => void find(text, undefined), searchDelayMs);
  }

  const unwatch = watch(
    store,
    ({ session, place, windows }) =>
      session.name === 'signed_in' && windows[place.filter].name === 'unloaded' ? place.filter : null,
    (filter) => filter && void loadFirst(filter),
  );

  return {
    search,
    loadMore() {
      const { search: current, place } = store.getState();
      if (current.name === 'found') {
        if (current.hasMore) void find(current.text, current.ids.at(-1));
      } else if (current.name === 'none') void loadNext(place.filter);
    },
    retry() {
      const { search: current, place, windows } = store.getState();
      if (current.name === 'failed') search(current.text);
      if (windows[place.filter].name === 'failed') void loadFirst(place.filter);
    },
    stop() {
      clearTimeout(searchTimer);
      unwatch();
    },
  };
}
