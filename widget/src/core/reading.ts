import { limits } from '@hilo/shared/limits.ts';
import type { AnswerOf } from './events.ts';
import { canAsk } from './identity.ts';
import { take } from './incoming.ts';
import { ask } from './request.ts';
import { alarm, isFree, type Step, set } from './step.ts';

/** Looked at: page visible, end of the thread in view, and the person active a moment ago. Focus is no measure. */
export function attentionRule(s: Step): void {
  const { visible, open, screen, endVisible, activeAtMs } = s.m;
  const untilMs = activeAtMs + limits.attentionMs;
  const attentive = visible && open && screen.name === 'thread' && endVisible && s.stamp.at < untilMs;
  set(s, { attentive });
  alarm(s, 'attention', attentive ? untilMs : null);
}

/** Marks what is being looked at as read: forward only, this conversation only, one request at a time (D1, D2, D5). */
export function readRule(s: Step): void {
  const { attentive, focus, view, readRefused } = s.m;
  if (!attentive || focus.kind !== 'conversation' || !canAsk(s) || !isFree(s, 'markRead')) return;
  const { conversationId } = focus;
  const conversation = view.conversations[conversationId];
  const last = view.threads[conversationId]?.messages.at(-1);
  if (!conversation?.unreadCount || !last || last.seq <= conversation.readSeq) return;
  const about = last.messageId;
  if (about === readRefused) return;
  ask(s, 'markRead', `conversations/${conversationId}/read`, { about, body: { lastReadMessageId: about } });
}

export function marked(s: Step, { changes }: AnswerOf<'markRead'>): void {
  take(s, changes);
}
