import { foldConversations, foldThreadPage } from '@hilo/shared/view/contact-view.ts';
import { listedConversations } from '@hilo/shared/view/selectors.ts';
import type { AnswerOf } from './events.ts';
import { canAsk } from './identity.ts';
import { adopt } from './incoming.ts';
import { ask } from './request.ts';
import { isFree, type Step } from './step.ts';
import { setLoading } from './threads.ts';

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
