import type { Action, State } from '../core/state.ts';
import { inTime } from '../more/in-time.ts';
import { newsOf } from './announce.ts';
import { type Child, type Drawn, h, patch } from './dom.ts';
import type { Drawing } from './drawing.ts';
import { createFocus, phoneQuery } from './focus.ts';
import { createLanguages } from './languages.ts';
import type { MoreView } from './more.ts';
import { panel, panelKids } from './panel.ts';
import { launcher } from './parts/launcher.ts';
import { createReading } from './reading.ts';
import type { Locale, Strings } from './strings.ts';
import { css } from './styles/css.ts';
import { regionOf, wordsIn } from './words.ts';

/** How often "5 min ago" is written anew while somebody may be looking. */
const redrawEveryMs = 30_000;

export interface ViewOptions {
  /** Empty and the view's own. */
  readonly root: ShadowRoot;
  readonly dispatch: (action: Action) => void;
  /** Brings the words of a language. */
  readonly loadStrings: (locale: Locale) => Promise<Partial<Strings>>;
  /** Asks for what only some visitors need. Rejects where a first try fails; it is tried again all the same. */
  readonly loadMore: () => Promise<unknown>;
  /** Brings it, some time after it was asked for. */
  readonly moreArrived: Promise<MoreView>;
  /** Opens the debug info of this load, where it is offered. */
  readonly debug?: () => void;
  /** The clock that `untilMs` in the state speaks of, milliseconds. */
  readonly now: () => number;
  /** Wall clock, milliseconds since the epoch, for "5 min ago". */
  readonly wallNow?: () => number;
}

export interface View {
  /**
   * Shows this state; touches only what differs from the one before. Where something has to come first, nothing is
   * shown, and it is to be asked again when the promise resolves: in a moment.
   */
  readonly render: (state: State) => Promise<void> | undefined;
  /** Removes everything it made. */
  readonly destroy: () => void;
}

/** The widget on screen. It draws states and dispatches actions; it decides and keeps nothing. */
export function createView(options: ViewOptions): View {
  const { root, dispatch, loadStrings, loadMore, moreArrived, now } = options;
  const { wallNow = Date.now, debug = () => {} } = options;
  const look = new CSSStyleSheet();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet, look];
  const app = document.createElement('div');
  const live = document.createElement('div');
  live.className = 'sr';
  live.setAttribute('aria-live', 'polite');
  root.append(app, live);
  const phone = matchMedia(phoneQuery);
  const focus = createFocus(root, phone);
  const reading = createReading(app, dispatch, () => last && draw(last));
  const findWords = createLanguages(loadStrings, bringMore);
  let strings: Partial<Strings> = {};
  /** What is to be shown, perhaps once there are words for it; and what is. */
  let wanted: State | null = null;
  let last: State | null = null;
  let drawn: readonly Drawn[] = [];
  let kids: readonly Child[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let more: MoreView | undefined;
  /** It was asked for, and may come in a moment. */
  let coming: Promise<void> | undefined;
  /** It did not come in that moment. */
  let isMoreMissing = false;

  function bringMore(): Promise<void> {
    coming ??= inTime(loadMore()).then(() => {}, missMore);
    return coming;
  }

  function findMore(): MoreView | undefined {
    bringMore();
    return more;
  }

  /** Its place stays empty until it comes. */
  function missMore(): void {
    isMoreMissing = !more;
  }

  moreArrived.then((view) => {
    more = view;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(more.css);
    root.adoptedStyleSheets.push(sheet);
    const wasMissing = isMoreMissing;
    isMoreMissing = false;
    if (wasMissing) again();
  });

  function again(): void {
    if (wanted) render(wanted)?.then(again);
  }

  function draw(state: State): Promise<void> | undefined {
    const drawing: Drawing = {
      state,
      on: ((type: string, rest?: object) => () => dispatch({ type, ...rest } as Action)) as Drawing['on'],
      t: wordsIn(strings, () => findMore()?.words[state.locale]),
      region: regionOf(state.locale, navigator.languages),
      wallMs: wallNow(),
      nowMs: now(),
      toEnd: reading.toEnd,
      more: findMore,
      isMoreMissing,
      debug,
      ...reading.glance(),
    };
    // Closed, the window fades out as it was; what changes behind it is drawn when it opens.
    if (state.open) {
      const now = panelKids(drawing);
      if (coming && !more && !isMoreMissing) return coming;
      kids = now;
    }
    const next = h('div', isShown(state) && [panel(drawing, kids), launcher(drawing)]).kids;
    patch(app, drawn, next);
    drawn = next;
    clearTimeout(timer);
    if (state.open) timer = setTimeout(draw, redrawEveryMs, state);
    return undefined;
  }

  function render(state: State): Promise<void> | undefined {
    wanted = state;
    // `more` has the words of every language: a page that changes it has fetched that.
    const words = more?.words[state.locale] ?? findWords(state.locale);
    if (words instanceof Promise) return words;
    strings = words;
    dress(state);
    reading.before(state);
    focus.before();
    const later = draw(state);
    if (later) return later;
    reading.after(state);
    focus.after(state);
    for (const news of newsOf(last, state)) {
      const line = document.createElement('p');
      line.textContent = news;
      live.replaceChildren(line);
    }
    last = state;
    return undefined;
  }

  function dress({ locale, config }: State): void {
    if (locale === last?.locale && config === last.config) return;
    app.className = `hilo ${config?.position}`;
    app.lang = locale;
    app.dir = 'ltr';
    if (!config) return;
    const { accent, onAccent } = config;
    // The shade moves the accent away from the text on it, so a gradient can only read better.
    const shade = onAccent === '#fff' ? '#000' : '#fff';
    look.replaceSync(`.hilo{--h-accent:${accent};--h-on-accent:${onAccent};--shade:${shade}}`);
  }

  app.onkeydown = (event) => {
    if (event.key === 'Tab') focus.keepTab(event);
    if (event.key === 'H' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      debug();
    }
    if (event.key === 'Escape' && last?.open && !event.isComposing) {
      dispatch({ type: last.notice?.kind === 'confirm_new_chat' ? 'notice_dismissed' : 'closed' });
    }
  };
  // Typing here is not for the page's own shortcuts, which see only the host element as its target.
  for (const type of ['keydown', 'keyup', 'keypress']) {
    app.addEventListener(type, (event) => event.stopPropagation());
  }

  /** iOS draws its keyboard over the page instead of shrinking it: follow what is left, unless somebody zooms in. */
  const left = window.visualViewport;
  function fit(): void {
    const fits = left && phone.matches && left.scale === 1;
    app.style.setProperty('--high', fits ? `${left.height}px` : '');
    app.style.setProperty('--top', fits ? `${left.offsetTop}px` : '');
  }
  const gone = new AbortController();
  for (const type of ['resize', 'scroll']) left?.addEventListener(type, fit, gone);

  return {
    render,
    destroy: () => {
      gone.abort();
      clearTimeout(timer);
      wanted = null;
      root.replaceChildren();
    },
  };
}

/** Before the company's looks are known there is nothing to show, unless somebody asked, or can try again. */
function isShown({ phase, config, open }: State): boolean {
  return phase.name !== 'shut_down' && (open || config !== null || phase.name === 'failed');
}
