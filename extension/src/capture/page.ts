import type { Loads, WireBody } from './loads.ts';
import { listen } from './natives.ts';

type What = (WireBody & { kind: 'page' })['what'];

/** Tells every widget's story what happens to the page itself. `leaving`: the page may be about to go, or to sleep. */
export function watchPage(
  loads: Loads,
  quietly: (work: () => void) => void,
  leaving: (isKept: boolean) => void,
  back: () => void,
): void {
  const tell = (what: What, detail: unknown = null) => {
    for (const load of loads.all) loads.tell(load, () => ({ kind: 'page', what, detail }));
  };
  const on = <Heard extends Event>(
    target: EventTarget | undefined,
    names: string,
    handler: (event: Heard) => void,
  ) => target && listen<Heard>(target, names, (event) => quietly(() => handler(event)));

  on(window, 'online offline', ({ type }) => tell(type as What));
  on(document, 'visibilitychange', () => tell(document.visibilityState === 'visible' ? 'visible' : 'hidden'));
  on(document, 'freeze resume', ({ type }) => {
    tell(type as What);
    if (type === 'freeze') leaving(true);
    else back();
  });
  on<PageTransitionEvent>(window, 'pageshow', ({ persisted }) => {
    if (!persisted) return;
    tell('pageshow', { persisted });
    back();
  });
  on<PageTransitionEvent>(window, 'pagehide', ({ persisted }) => {
    tell('pagehide', { persisted });
    leaving(persisted);
  });

  let path = location.pathname;
  on((window as { navigation?: EventTarget }).navigation, 'currententrychange', navigated);
  on(window, 'popstate hashchange', navigated);
  /** Without query and fragment, which may carry anything. */
  function navigated(): void {
    if (location.pathname === path) return;
    path = location.pathname;
    tell('navigated', { url: location.origin + path });
  }
}
