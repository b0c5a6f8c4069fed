import { limits } from '@hilo/shared/limits.ts';
import type { VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import { alarm, emit, type Step, set } from './step.ts';

/** Tells the agents that the visitor types: at most one frame per `typingRepeatMs`, and one when they stop. */
export function tellTyping(s: Step, conversationId: string | null, typing: boolean): void {
  const { socket, typingSentAtMs } = s.m;
  if (!conversationId || !socket?.isReady) return;
  if (typing && s.stamp.at < typingSentAtMs + limits.typingRepeatMs) return;
  if (!typing && typingSentAtMs === Number.NEGATIVE_INFINITY) return;
  set(s, { typingSentAtMs: typing ? s.stamp.at : Number.NEGATIVE_INFINITY });
  emit(s, { type: 'socket_send', id: socket.id, frame: { type: 'typing', conversationId, typing } });
}

export function stopTyping(s: Step, conversationId: string | null): void {
  tellTyping(s, conversationId, false);
}

/** An agent types, in one conversation, until they stop, write, or the time is over (H4). */
export function heardTyping(s: Step, frame: VisitorServerFrame & { type: 'typing' }): void {
  const { [frame.conversationId]: _before, ...typing } = s.m.typing;
  const untilMs = s.stamp.at + limits.typingTtlMs;
  set(s, {
    typing: frame.typing
      ? { ...typing, [frame.conversationId]: { agentName: frame.agentName, untilMs } }
      : typing,
  });
}

export function typingRule(s: Step): void {
  const entries = Object.entries(s.m.typing);
  const lasting = entries.filter(([, { untilMs }]) => untilMs > s.stamp.at);
  if (lasting.length < entries.length) set(s, { typing: Object.fromEntries(lasting) });
  alarm(s, 'typing', lasting.length ? Math.min(...lasting.map(([, { untilMs }]) => untilMs)) : null);
}
