import type { Event } from '../core/events.ts';
import { watchClock } from './clock.ts';

const activityMs = 5_000;

/** What the page itself tells: visibility, sleep, network, a person at work. Returns the function that ends it. */
export function watchPage(dispatch: (event: Event) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const resumed = () => dispatch({ type: 'resumed' });
  const look = () => dispatch({ type: 'visibility', visible: isVisible() });
  const listen = (names: string, handler: (event: globalThis.Event) => void) => {
    // Captured on the window, so that nothing on the page can keep it from us.
    for (const name of names.split(' '))
      addEventListener(name, handler, { passive: true, capture: true, signal });
  };
  listen('visibilitychange', look);
  // A page back from the bfcache says `pageshow` and no visibilitychange (B4); one thawed says `resume`.
  listen('pageshow resume', (event) => {
    if ((event as PageTransitionEvent).persisted === false) return;
    resumed();
    look();
  });
  listen('pagehide', () => dispatch({ type: 'visibility', visible: false }));
  listen('online offline', ({ type }) => dispatch({ type: 'network', online: type === 'online' }));
  let last = 0;
  listen('pointerdown pointermove keydown wheel scroll touchstart focus', ({ timeStamp }) => {
    if (timeStamp - last < activityMs) return;
    last = timeStamp;
    dispatch({ type: 'active' });
  });
  const unwatch = watchClock(resumed);
  return () => {
    ending.abort();
    unwatch();
  };
}

export function isVisible(): boolean {
  return document.visibilityState === 'visible';
}
