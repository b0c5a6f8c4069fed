import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { Follow } from './follow.ts';
import type { Gone } from './gone.ts';
import { replace, replaceGetter } from './replace.ts';
import type { ReplayTimers } from './timers.ts';

export interface ReplayPage {
  /** False where the page cannot do that by itself. */
  happen(event: TraceEventOf<'page'>): boolean;
  /** Lets a scroll through that the replay makes. */
  scroll(box: Element, isAtEnd: boolean): void;
}

/** Away from the end of the thread, and not near its start. */
const farPx = 1_000;

/** What a hand, a wheel or the layout of this machine would tell; the recording tells it instead. */
const ownOnly =
  'pointerdown pointermove keydown wheel scroll touchstart focus visibilitychange pageshow pagehide';

/** Replaces what the page says of itself: whether it is in sight, on the network, and used. */
export function replacePage(
  follow: Follow,
  load: TraceEventOf<'load'>,
  { timers, gone }: { timers: ReplayTimers; gone: Gone },
): ReplayPage {
  let visible = load.visible;
  let online = load.online;
  const ours = new WeakSet<Event>();
  let stamp = 0;

  replaceGetter(document, 'visibilityState', () => (visible ? 'visible' : 'hidden'));
  replaceGetter(document, 'hidden', () => !visible);
  replaceGetter(navigator, 'onLine', () => online);
  replaceGetter(navigator, 'language', () => load.language);
  replace(window, 'AudioContext', silentAudio());
  const hush = (target: EventTarget) => {
    for (const type of ownOnly.split(' '))
      target.addEventListener(type, (event) => ours.has(event) || event.stopImmediatePropagation(), true);
  };
  hush(window);
  // Some of it never leaves the widget's own tree: a list that is moved there scrolls a moment later.
  const { attachShadow } = Element.prototype;
  replace(Element.prototype, 'attachShadow', function (this: Element, options: ShadowRootInit) {
    const root = attachShadow.call(this, options);
    hush(root);
    gone.watch(root);
    return root;
  });

  const tell = (target: EventTarget, event: Event) => {
    ours.add(event);
    // The widget hears of activity every few seconds only; each one that was recorded was far enough from the last.
    stamp += 60_000;
    replace(event, 'timeStamp', stamp);
    target.dispatchEvent(event);
    return true;
  };
  const seeAhead = () => {
    const next = follow.recorded.slice(follow.count, follow.count + 4).find(isSight);
    if (next) visible = next.what === 'visible';
  };

  return {
    happen({ what }) {
      switch (what) {
        case 'visible':
        case 'hidden':
          visible = what === 'visible';
          return tell(document, new Event('visibilitychange', { bubbles: true }));
        case 'online':
        case 'offline':
          online = what === 'online';
          return tell(window, new Event(what));
        case 'pageshow':
          seeAhead();
          return tell(window, new PageTransitionEvent('pageshow', { persisted: true }));
        case 'pagehide':
          return tell(window, new PageTransitionEvent('pagehide', { persisted: true }));
        case 'resume':
          seeAhead();
          return tell(document, new Event('resume'));
        case 'freeze':
          return tell(document, new Event('freeze'));
        case 'active':
          return tell(window, new Event('pointerdown'));
        case 'clock_jump':
          timers.tick();
          return true;
        default:
          return false;
      }
    },
    scroll(box, isAtEnd) {
      // How far a thread can be scrolled is this machine's layout; where the person was is not.
      const faked = { scrollTop: isAtEnd ? 0 : -farPx, scrollHeight: 1_000_000 };
      for (const [name, px] of Object.entries(faked)) replace(box, name, px);
      tell(box, new Event('scroll'));
      for (const name of Object.keys(faked)) Reflect.deleteProperty(box, name);
    },
  };
}

function isSight(event: TraceEvent): event is TraceEventOf<'page'> {
  return event.kind === 'page' && (event.what === 'visible' || event.what === 'hidden');
}

/** Whatever is asked of it is there, does nothing, and answers with the same. */
function silentAudio(): unknown {
  const silent: unknown = new Proxy(function silence() {}, {
    get: (_, name) => (name === 'then' ? undefined : silent),
    set: () => true,
    apply: () => silent,
    construct: () => silent as object,
  });
  return silent;
}
