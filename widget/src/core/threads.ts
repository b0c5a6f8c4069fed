import { foldConversations, foldThreadPage } from '@hilo/shared/view/contact-view.ts';
import type { AnswerOf, Failure } from './events.ts';
import { canAsk } from './identity.ts';
import { adopt } from './incoming.ts';
import { ask } from './request.ts';
import { isFree, type Step, set } from './step.ts';

export function setLoading(s: Step, loading: Partial<Step['m']['loading']>): void {
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
