import { limits } from '@hilo/shared/limits.ts';
import type { Answered } from './events.ts';
import { canAsk } from './identity.ts';
import { take } from './incoming.ts';
import { ask } from './request.ts';
import { alarm, isFree, leaveLane, type Step, set } from './step.ts';

/** Looked at: page visible, end of the thread in view, and the person active a moment ago. Focus is no measure. */
export function attentionRule(s: Step): void {
  const { visible, open, screen, endVisible, activeAtMs, attentive } = s.m;
  const untilMs = activeAtMs + limits.attentionMs;
  const looking = visible && open && screen.name === 'thread' && endVisible;
  const next = looking && s.stamp.at < untilMs;
  if (next !== attentive) set(s, { attentive: next });
  alarm(s, 'attention', next ? untilMs : null);
}

/** Marks what is being looked at as read: forward only, this conversation only, one request at a time (D1, D2, D5). */
export function readRule(s: Step): void {
  const { attentive, focus, view, readRefused } = s.m;
  if (!attentive || focus.kind !== 'conversation' || !canAsk(s) || !isFree(s, 'read')) return;
  const { conversationId } = focus;
  const conversation = view.conversations[conversationId];
  const last = view.threads[conversationId]?.messages.at(-1);
  if (
    !conversation?.unreadCount ||
    !last ||
    last.seq <= conversation.readSeq ||
    last.messageId === readRefused
  )
    return;
  ask(s, 'markRead', {
    lane: 'read',
    about: last.messageId,
    id: conversationId,
    body: { lastReadMessageId: last.messageId, deviceId: s.m.device?.deviceId },
  });
}

export function marked(s: Step, { about, outcome }: Answered & { route: 'markRead' }): void {
  leaveLane(s, 'read', outcome.ok || !outcome.failure.retryable ? null : outcome.failure);
  if (outcome.ok) take(s, outcome.answer.changes);
  else if (!outcome.failure.retryable) set(s, { readRefused: about, syncWanted: true });
}
