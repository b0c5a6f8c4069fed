import type { Action, State } from '../core/state.ts';
import type { Glance } from './drawing.ts';

/** Nearer to its end than this, a thread counts as read to the end (pixels). */
const endPx = 24;
/** Nearer to its start than this, earlier messages are asked for (pixels). */
const startPx = 200;

/** Follows where the person is in the thread: keeps the place, marks where reading began, tells when the end is seen. */
export interface Reading {
  readonly glance: () => Glance;
  /** Before drawing `state`: what is new in it, seen from where the person is. */
  readonly before: (state: State) => void;
  /** After drawing it: restores the place. */
  readonly after: (state: State) => void;
  readonly toEnd: () => void;
}

export function createReading(app: Element, dispatch: (action: Action) => void, redraw: () => void): Reading {
  let shown: string | null = null;
  let newAfterSeq: number | null = null;
  let atEnd = true;
  let reported = 'null true';
  let state: State | null = null;
  let height = 0;
  let lastSeq = 0;

  const scroller = (): Element | null => app.querySelector('.scroll');

  /** Laid out bottom-up, `scrollTop` is 0 at the end and negative above it. */
  function onScroll(): void {
    const box = scroller();
    if (!box || !state || !shown) return;
    const was = atEnd;
    atEnd = box.scrollTop > -endPx;
    if (was !== atEnd) redraw();
    report();
    const near = box.scrollHeight - box.clientHeight + box.scrollTop < startPx;
    if (near && state.view.threads[shown]?.hasEarlier && state.loading.thread !== shown) {
      dispatch({ type: 'earlier_wanted' });
    }
  }
  // Scrolling does not bubble; it can only be heard on its way down.
  app.addEventListener('scroll', onScroll, true);

  function report(): void {
    const now = `${shown} ${atEnd}`;
    if (now === reported) return;
    reported = now;
    dispatch({ type: 'thread_end_visible', visible: shown !== null && atEnd });
  }

  function before(next: State): void {
    const id = shownThread(next);
    const conversation = next.view.conversations[id ?? ''];
    const unreadFrom = conversation?.unreadCount ? conversation.readSeq : null;
    if (id !== shown) {
      atEnd = true;
      newAfterSeq = unreadFrom;
    } else if (conversation && conversation.lastSeq > lastSeq) {
      if (conversation.lastMessage?.authorKind === 'visitor') newAfterSeq = null;
      else if (!atEnd || !next.attentive) newAfterSeq ??= unreadFrom;
    }
    height = scroller()?.scrollHeight ?? 0;
  }

  function after(next: State): void {
    state = next;
    const id = shownThread(next);
    const box = scroller();
    const seq = next.view.conversations[id ?? '']?.lastSeq ?? 0;
    if (box && id !== shown) box.querySelector('.new')?.scrollIntoView({ block: 'center' });
    // What is added at the end pushes the rest up: somebody reading further up keeps the place.
    else if (box && !atEnd && seq > lastSeq) box.scrollTop -= box.scrollHeight - height;
    lastSeq = seq;
    shown = id;
    // The state is being drawn now; an action from here would come back in the middle of it.
    queueMicrotask(report);
  }

  function toEnd(): void {
    atEnd = true;
    scroller()?.scrollTo(0, 0);
    redraw();
  }

  return { glance: () => ({ atEnd, newAfterSeq }), before, after, toEnd };
}

function shownThread({ open, screen, focus }: State): string | null {
  return open && screen.name === 'thread' && focus.kind === 'conversation' ? focus.conversationId : null;
}
