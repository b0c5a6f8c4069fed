import type { Event } from '../core/events.ts';
import { watchClock } from './clock.ts';

const activityMs = 5_000;

/** What the page itself tells: visibility, sleep, network, a person at work. Returns the function that ends it. */
export function watchPage(dispatch: (event: Event) => void): () => void {
  const ending: (() => void)[] = [watchClock(() => dispatch({ type: 'resumed' }))];
  const listen = (target: EventTarget, names: string, handler: (event: globalThis.Event) => void) => {
    for (const name of names.split(' ')) {
      target.addEventListener(name, handler, { passive: true, capture: true });
      ending.push(() => target.removeEventListener(name, handler, { capture: true }));
    }
  };
  listen(document, 'visibilitychange', () => dispatch({ type: 'visibility', visible: isVisible() }));
  // A page back from the bfcache says `pageshow` and no visibilitychange (B4); one thawed says `resume`.
  listen(window, 'pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    dispatch({ type: 'resumed' });
    dispatch({ type: 'visibility', visible: isVisible() });
  });
  listen(document, 'resume', () => dispatch({ type: 'resumed' }));
  listen(window, 'pagehide', () => dispatch({ type: 'visibility', visible: false }));
  listen(window, 'online offline', ({ type }) => dispatch({ type: 'network', online: type === 'online' }));
  let last = 0;
  listen(window, 'pointerdown pointermove keydown wheel scroll touchstart focus', ({ timeStamp }) => {
    if (timeStamp - last < activityMs) return;
    last = timeStamp;
    dispatch({ type: 'active' });
  });
  return () => {
    for (const end of ending) end();
  };
}

export function isVisible(): boolean {
  return document.visibilityState === 'visible';
}
