import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { InboxState, TypingMark } from './state.ts';

export type Typing = InboxState['typing'];

/** Typing belongs to one conversation and ends by itself: a lost "stopped" cannot leave it on. */
export function markTyping(typing: Typing, conversationId: string, mark: TypingMark, on: boolean): Typing {
  const others = (typing[conversationId] ?? []).filter((one) => one.who !== mark.who);
  return { ...typing, [conversationId]: on ? [...others, mark] : others };
}

/** Who wrote is no longer typing. */
export function typingEndsWith(typing: Typing, rows: readonly Message[]): Typing {
  let next = typing;
  for (const { conversationId, author } of rows) {
    const who = author.kind === 'visitor' ? 'visitor' : (author.agentId ?? '');
    if (!next[conversationId]?.some((one) => one.who === who)) continue;
    next = { ...next, [conversationId]: next[conversationId].filter((one) => one.who !== who) };
  }
  return next;
}

export function typingNow(typing: Typing, conversationId: string, now: number): TypingMark[] {
  return (typing[conversationId] ?? []).filter((one) => one.until > now);
}

/** "… is typing", for everybody who is; empty where nobody is. */
export function typingWords(marks: readonly TypingMark[], visitorName: string): string {
  const names = marks.map((one) => one.name ?? visitorName);
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is typing`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are typing`;
}
