import { formatPlace, goTo, parsePlace } from '../model/place.ts';
import { type InboxStore, watch } from './store.ts';

/** Keeps the part of the address after `#` and the place in step: reload, back, forward and links work. */
export function followLocation(store: InboxStore, signal: AbortSignal): void {
  const adopt = (): void => store.setState((state) => goTo(state, parsePlace(location.hash)));
  adopt();
  window.addEventListener('popstate', adopt, { signal });
  const unwatch = watch(
    store,
    (state) => formatPlace(state.place),
    (place) => {
      const hash = `#${place}`;
      if (location.hash === hash) return;
      if (location.hash === '') history.replaceState(null, '', hash);
      else history.pushState(null, '', hash);
    },
  );
  signal.addEventListener('abort', unwatch);
}
