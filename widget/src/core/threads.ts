import { foldEmptyThread } from '@hilo/shared/view/contact-view.ts';
import { canAsk } from './identity.ts';
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
    set(s, { view: foldEmptyThread(view, about) });
    return;
  }
  ask(s, 'getConversation', `conversations/${about}`, { about });
  setLoading(s, { thread: about });
}
