import { foldConversations, foldThreadPage } from '@hilo/shared/view/contact-view.ts';
import { listedConversations } from '@hilo/shared/view/selectors.ts';
import type { AnswerOf, Failure } from './events.ts';
import { canAsk } from './identity.ts';
import { adopt } from './incoming.ts';
import { ask } from './request.ts';
import { isFree, type Step, set } from './step.ts';

function setLoading(s: Step, loading: Partial<Step['m']['loading']>): void {
  set(s, { loading: { ...s.m.loading, ...loading } });
}

/** A thread in focus that is not here is fetched, where there is something in it; one that had a hole was forgotten, so it is fetched again. */
export function threadRule(s: Step): void {
  const { focus, view } = s.m;
  if (focus.kind !== 'conversation' || view.threads[focus.conversationId] || !view.contactId) return;
  if (!canAsk(s) || !isFree(s, 'getConversation')) return;
  const about = focus.conversationId;
  if (view.conversations[about]?.lastSeq === 0) {
    // Nothing has been said in it, so there is nothing to fetch.
    set(s, {
      view: foldThreadPage(view, { conversationId: about, messages: [], hasEarlier: false }, view.version),
    });
    return;
  }
  ask(s, 'getConversation', `conversations/${about}`, { about });
  setLoading(s, { thread: about });
}

export function threadFetched(s: Step, answer: AnswerOf<'getConversation'>): void {
  const { conversation, thread, version } = answer;
  setLoading(s, { thread: null });
  const view = foldConversations(s.m.view, [conversation], s.m.view.hasMoreConversations);
  adopt(s, foldThreadPage(view, thread, version), thread.messages);
}

export function threadFailed(s: Step, { retryable }: Failure, about: string): void {
  setLoading(s, { thread: null });
  const { focus } = s.m;
  if (retryable || focus.kind !== 'conversation' || focus.conversationId !== about) return;
  // Not ours to see (any more): back to where there is something to see.
  set(s, { focus: { kind: 'none' }, screen: { name: s.m.tab }, syncWanted: true });
}

export function earlierWanted(s: Step): void {
  const { focus, view } = s.m;
  if (focus.kind !== 'conversation' || !canAsk(s) || !isFree(s, 'listMessages')) return;
  const { conversationId } = focus;
  const thread = view.threads[conversationId];
  if (!thread?.hasEarlier) return;
  ask(s, 'listMessages', `conversations/${conversationId}/messages?beforeSeq=${thread.messages[0]?.seq}`);
  setLoading(s, { thread: conversationId });
}

export function earlierFetched(s: Step, { thread, version }: AnswerOf<'listMessages'>): void {
  setLoading(s, { thread: null });
  // Where the thread was forgotten meanwhile, a page from its middle does not start it again.
  if (s.m.view.threads[thread.conversationId]) {
    adopt(s, foldThreadPage(s.m.view, thread, version), thread.messages);
  }
}

export function moreWanted(s: Step): void {
  const { view } = s.m;
  if (!view.hasMoreConversations || !canAsk(s) || !isFree(s, 'listConversations')) return;
  ask(s, 'listConversations', `conversations?before=${listedConversations(view).at(-1)?.conversationId}`);
  setLoading(s, { conversations: true });
}

export function moreFetched(s: Step, { conversations, hasMore }: AnswerOf<'listConversations'>): void {
  setLoading(s, { conversations: false });
  adopt(s, foldConversations(s.m.view, conversations, hasMore));
}

export function pageFailed(s: Step): void {
  setLoading(s, { thread: null, conversations: false });
}
