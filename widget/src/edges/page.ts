import type { Event } from '../core/events.ts';
import type { More, Told } from '../trace/told.ts';
import { watchClock } from './clock.ts';

const activityMs = 5_000;

/**
 * What the page itself tells, until `signal` ends it: visibility, sleep, network, a person at work. `leaving` hears when
 * the page may be about to go.
 */
export function watchPage(
  dispatch: (event: Event, more?: More) => void,
  leaving: (what: Told<'page'>['what']) => void,
  signal: AbortSignal,
): void {
  const resumed = (what: string) => dispatch({ type: 'resumed' }, { what });
  const look = () => dispatch({ type: 'visibility', visible: isVisible() });
  const listen = (names: string, handler: (event: globalThis.Event) => void) => {
    // Captured on the window, so that nothing on the page can keep it from us.
    for (const name of names.split(' '))
      addEventListener(name, handler, { passive: true, capture: true, signal });
  };
  listen('visibilitychange', () => {
    look();
    leaving('hidden');
  });
  // A page back from the bfcache says `pageshow` and no visibilitychange (B4); one thawed says `resume`.
  listen('pageshow resume', (event) => {
    if ((event as PageTransitionEvent).persisted === false) return;
    resumed(event.type);
    look();
  });
  listen('pagehide', () => {
    dispatch({ type: 'visibility', visible: false }, { what: 'pagehide' });
    leaving('pagehide');
  });
  listen('freeze', () => leaving('freeze'));
  listen('online offline', ({ type }) => dispatch({ type: 'network', online: type === 'online' }));
  let last = 0;
  const act = ({ timeStamp }: globalThis.Event) => {
    if (timeStamp - last < activityMs) return;
    last = timeStamp;
    dispatch({ type: 'active' });
  };
  // Only what a person does: a page scrolls by itself, and so does a thread.
  listen('pointerdown pointermove keydown wheel touchstart', act);
  // Not captured: it is the window that somebody came back to, not a field that was focused for them.
  addEventListener('focus', act, { signal });
  // Hidden pages are ticked once a minute at worst; they are checked when they come back.
  watchClock(() => isVisible() && resumed('clock_jump'), signal);
}

export function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

/** The page as a trace describes it: its address without query and fragment, which may carry anything. */
export function describePage() {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const { language, userAgent, onLine } = navigator;
  return {
    url: location.origin + location.pathname,
    navigation: entry?.type ?? 'navigate',
    language,
    userAgent,
    viewport: { width: innerWidth, height: innerHeight },
    visible: isVisible(),
    online: onLine,
  };
}
