import { limits } from '@hilo/shared/limits.ts';
import type { InboxState } from './state.ts';

/** How the page is being looked at. */
export interface Attention {
  visible: boolean;
  focused: boolean;
  /** On the browser's clock; the last key, pointer or wheel. */
  lastActiveAt: number;
  now: number;
}

/** Whether somebody looks: the tab is visible, and its window has the focus or saw the person within the last minute. */
export function isLooking(attention: Attention): boolean {
  const { visible, focused, lastActiveAt, now } = attention;
  return visible && (focused || now - lastActiveAt <= limits.attentionMs);
}

/** The message to mark as read: the last one loaded of the open thread, where the agents have not read it yet. */
export function findToRead(
  state: Pick<InboxState, 'place' | 'conversations' | 'threads'>,
  attention: Attention,
): { conversationId: string; lastReadMessageId: string; seq: number } | undefined {
  const { conversationId } = state.place;
  if (conversationId === null || !isLooking(attention)) return undefined;
  const header = state.conversations[conversationId];
  const last = state.threads[conversationId]?.messages.at(-1);
  if (!header || !last || header.unreadCount === 0 || last.seq <= header.agentReadSeq) return undefined;
  return { conversationId, lastReadMessageId: last.messageId, seq: last.seq };
}
