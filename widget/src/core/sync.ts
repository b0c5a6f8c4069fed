import { viewOf } from '@hilo/shared/view/contact-view.ts';
import type { AnswerOf } from './events.ts';
import { canAsk } from './identity.ts';
import { adopt, take } from './incoming.ts';
import { clearGone, keepOwn } from './outbox.ts';
import { ask, isAsking } from './request.ts';
import { isFree, type Step, set } from './step.ts';

/** What makes a contact of a visitor. */
const firstWrites = ['startSession', 'prechat'];

/** `&focus=` or nothing: the thread whose last page the answer is to carry. */
export function focusQuery({ m: { focus } }: Step): string {
  return focus.kind === 'conversation' ? `&focus=${focus.conversationId}` : '';
}

/**
 * Asks what changed after what is known; without a contact, who we are, unless a first write is about to say so: asked
 * beside it, the server could still say "nobody", and the widget would forget what it has just become.
 */
export function syncRule(s: Step): void {
  const { syncWanted, view } = s.m;
  if (!syncWanted || !canAsk(s) || !isFree(s, 'sync')) return;
  if (!view.contactId && firstWrites.some((lane) => isAsking(s, lane))) return;
  set(s, { syncWanted: false });
  if (!view.contactId) set(s, { bootWanted: true });
  else ask(s, 'sync', `sync?cursor=${view.contactId}:${view.version}${focusQuery(s)}`);
}

/** A sync that failed is seen and tried again, never swallowed (B1). */
export function syncDelayed(s: Step): void {
  set(s, { syncWanted: true });
  if (!s.m.notice && s.m.online) set(s, { notice: { kind: 'sync_failed' } });
}

export function synced(s: Step, answer: AnswerOf<'sync'>): void {
  if (s.m.notice?.kind === 'sync_failed') set(s, { notice: null });
  if (answer.kind === 'changes') {
    take(s, answer.changes);
    if (answer.more) {
      set(s, { syncWanted: true });
      return;
    }
  } else {
    adopt(s, viewOf(answer.snapshot), answer.snapshot.thread?.messages);
    set(s, { held: [], heldUntilMs: null });
    keepOwn(s);
  }
  clearGone(s);
}
