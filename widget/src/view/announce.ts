import type { State } from '../core/state.ts';

/**
 * What a screen reader says after a change: agent messages that were not there before, and nothing else. Reads the
 * conversations' headers, so it speaks whether or not the thread is loaded or the window open; the first load is silent.
 */
export function newsOf(before: State | null, after: State): string[] {
  if (!before?.view.contactId || before.view.contactId !== after.view.contactId) return [];
  return Object.values(after.view.conversations).flatMap(({ conversationId, lastMessage, assignee }) => {
    const known = before.view.conversations[conversationId]?.lastMessage?.seq ?? 0;
    if (lastMessage?.authorKind !== 'agent' || lastMessage.seq <= known) return [];
    const message = after.view.threads[conversationId]?.messages.at(-1);
    const name = message?.author.name ?? assignee?.name ?? after.config?.companyName ?? '';
    return [`${name}: ${lastMessage.preview}`];
  });
}
