import { foldConversations, foldThreadPage } from '@hilo/shared/view/contact-view.ts';
import { listedConversations } from '@hilo/shared/view/selectors.ts';
import type { Answered } from './events.ts';
import { canAsk } from './identity.ts';
import { adopt } from './incoming.ts';
import { ask } from './request.ts';
import { isFree, leaveLane, type Step, set } from './step.ts';

/** A thread in focus that is not here is fetched; one that had a hole was forgotten, so it is fetched again. */
export function threadRule(s: Step): void {
  const { focus, view } = s.m;
  if (focus.kind !== 'conversation' || view.threads[focus.conversationId] || !view.contactId) return;
  if (!canAsk(s) || !isFree(s, 'thread')) return;
  ask(s, 'getConversation', { lane: 'thread', about: focus.conversationId, id: focus.conversationId });
  set(s, { loading: { ...s.m.loading, thread: focus.conversationId } });
}

export function threadFetched(s: Step, { about, outcome }: Answered & { route: 'getConversation' }): void {
  leaveLane(s, 'thread', outcome.ok ? null : outcome.failure);
  set(s, { loading: { ...s.m.loading, thread: null } });
  if (outcome.ok) {
    const { conversation, thread, version } = outcome.answer;
    const view = foldConversations(s.m.view, [conversation], s.m.view.hasMoreConversations);
    adopt(s, foldThreadPage(view, thread, version), thread.messages);
    return;
  }
  const { focus } = s.m;
  if (outcome.failure.retryable || focus.kind !== 'conversation' || focus.conversationId !== about) return;
  // Not ours to see (any more): back to where there is something to see.
  set(s, { focus: { kind: 'none' }, screen: { name: s.m.tab }, syncWanted: true });
}

export function earlierWanted(s: Step): void {
  const { focus, view } = s.m;
  if (focus.kind !== 'conversation' || !canAsk(s) || !isFree(s, 'earlier')) return;
  const { conversationId } = focus;
  const thread = view.threads[conversationId];
  if (!thread?.hasEarlier) return;
  ask(s, 'listMessages', {
    lane: 'earlier',
    id: conversationId,
    query: { beforeSeq: thread.messages[0]?.seq },
  });
  set(s, { loading: { ...s.m.loading, thread: conversationId } });
}

export function earlierFetched(s: Step, { outcome }: Answered & { route: 'listMessages' }): void {
  leaveLane(s, 'earlier', outcome.ok ? null : outcome.failure);
  set(s, { loading: { ...s.m.loading, thread: null } });
  if (!outcome.ok) return;
  const { thread, version } = outcome.answer;
  // The thread was forgotten meanwhile: a page from its middle does not start it again.
  if (!s.m.view.threads[thread.conversationId]) return;
  adopt(s, foldThreadPage(s.m.view, thread, version), thread.messages);
}

export function moreWanted(s: Step): void {
  const { view } = s.m;
  if (!view.hasMoreConversations || !canAsk(s) || !isFree(s, 'more')) return;
  const before = listedConversations(view).at(-1)?.conversationId;
  ask(s, 'listConversations', { lane: 'more', query: { before } });
  set(s, { loading: { ...s.m.loading, conversations: true } });
}

export function moreFetched(s: Step, { outcome }: Answered & { route: 'listConversations' }): void {
  leaveLane(s, 'more', outcome.ok ? null : outcome.failure);
  set(s, { loading: { ...s.m.loading, conversations: false } });
  if (!outcome.ok) return;
  const { conversations, hasMore } = outcome.answer;
  adopt(s, foldConversations(s.m.view, conversations, hasMore), []);
}
