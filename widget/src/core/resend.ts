import { focusOn } from './incoming.ts';
import { changeAndSave, drop, findEntry } from './outbox.ts';
import type { Step } from './step.ts';

export function retry(s: Step, clientMessageId: string, conversationId?: string): void {
  const next = { status: 'queued', attempts: 0, error: null, otherConversationId: null } as const;
  changeAndSave(s, clientMessageId, conversationId ? { ...next, conversationId } : next);
}

export function discard(s: Step, clientMessageId: string): void {
  if (findEntry(s, clientMessageId)?.status !== 'failed') return;
  drop(s, (e) => e.clientMessageId === clientMessageId);
}

/** A message refused because another conversation is open goes there, and the person with it. */
export function sendThere(s: Step, clientMessageId: string): void {
  const other = findEntry(s, clientMessageId)?.otherConversationId;
  if (!other) return;
  retry(s, clientMessageId, other);
  focusOn(s, other);
}
