import { emptyView, foldSnapshot } from '@hilo/shared/view/contact-view.ts';
import type { Answered } from './events.ts';
import { canAsk } from './identity.ts';
import { adopt, take } from './incoming.ts';
import { clearGone, keepOwn } from './outbox.ts';
import { ask } from './request.ts';
import { isFree, leaveLane, type Step, set } from './step.ts';

/** Asks what changed after what is known; without a contact, who we are. */
export function syncRule(s: Step): void {
  const { syncWanted, view, focus } = s.m;
  if (!syncWanted || !canAsk(s) || !isFree(s, 'sync')) return;
  set(s, { syncWanted: false });
  if (!view.contactId) {
    set(s, { bootWanted: true });
    return;
  }
  ask(s, 'sync', {
    lane: 'sync',
    query: {
      cursor: `${view.contactId}:${view.version}`,
      focus: focus.kind === 'conversation' ? focus.conversationId : undefined,
    },
  });
}

/** A sync that failed is seen and tried again, never swallowed (B1). */
export function synced(s: Step, { outcome }: Answered & { route: 'sync' }): void {
  leaveLane(s, 'sync', outcome.ok ? null : outcome.failure);
  if (!outcome.ok) {
    set(s, { syncWanted: true });
    if (outcome.failure.code === 'invalid_cursor') set(s, { bootWanted: true });
    if (!s.m.notice && s.m.online) set(s, { notice: { kind: 'sync_failed' } });
    return;
  }
  if (s.m.notice?.kind === 'sync_failed') set(s, { notice: null });
  const { answer } = outcome;
  s.cause = 'open_appeared';
  if (answer.kind === 'changes') {
    take(s, answer.changes);
    if (answer.more) {
      set(s, { syncWanted: true });
      return;
    }
  } else {
    adopt(s, foldSnapshot(emptyView, answer.snapshot), answer.snapshot.thread?.messages ?? []);
    set(s, { held: [], heldUntilMs: null });
    keepOwn(s);
  }
  clearGone(s);
}
