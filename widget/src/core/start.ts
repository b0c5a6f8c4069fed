import { foldEmptyThread } from '@hilo/shared/view/contact-view.ts';
import { findOpenConversation, missingPrechatFields } from '@hilo/shared/view/selectors.ts';
import { isSettled } from './boot.ts';
import type { AnswerOf, Failure } from './events.ts';
import { isIdentityPending, wantToken } from './identity.ts';
import { focusOn, take } from './incoming.ts';
import type { Intention } from './model.ts';
import { bind, intentionOf } from './outbox.ts';
import { ask } from './request.ts';
import type { Starting } from './state.ts';
import { isFree, type Step, set, setLane } from './step.ts';

/** One intention has one id until it is answered: a double click, a retry and a reconnect are one start (R3.3). */
export function wantStart(s: Step, intention: Omit<Intention, 'clientStartId'>): void {
  const { starting } = s.m;
  if (starting) setLane(s, 'startSession', { retryAtMs: 0 });
  set(s, {
    starting: starting ?? { ...intention, clientStartId: s.stamp.ids[1], error: null },
    screen: { name: 'thread' },
    open: true,
    ...(intention.intent === 'open' && { focus: { kind: 'none' as const } }),
  });
}

/** "Send us a message": the open conversation, or a new one. */
export function startClicked(s: Step): void {
  const open = findOpenConversation(s.m.view);
  if (open && isSettled(s)) focusOn(s, open.conversationId);
  else wantStart(s, { intent: 'open', replacesConversationId: null });
}

/** Goes on with the intention as soon as it can: who the visitor is must be settled, and their fields known (E1). */
export function startRule(s: Step): void {
  const { starting, view, config, device } = s.m;
  if (!starting || !isSettled(s) || isIdentityPending(s) || !isFree(s, 'startSession')) return;
  const { intent } = starting;
  const open = findOpenConversation(view);
  const missing = missingPrechatFields(config?.prechat ?? [], view.contact);
  if (missing.length && !(open && intent === 'open')) {
    askFirst(s, missing, starting);
    return;
  }
  if (!device?.token) {
    wantToken(s);
    return;
  }
  ask(s, 'startSession', 'sessions', { about: intent, body: intentionOf(starting) });
}

/** The form comes first; the intention waits behind it. */
export function askFirst(s: Step, missing: readonly string[], starting: Starting): void {
  set(s, {
    starting: null,
    wanted: intentionOf(starting),
    focus: { kind: 'prechat', missing: missing as ('name' | 'email' | 'phone')[] },
    screen: { name: 'prechat' },
  });
}

export function startDelayed(s: Step, { code }: Failure): void {
  const { starting } = s.m;
  if (starting) set(s, { starting: { ...starting, error: code } });
}

export function started(s: Step, answer: AnswerOf<'startSession'>, about: string): void {
  const { starting, screen, focus, drafts, sessions } = s.m;
  const { conversationId, sessionId, changes } = answer;
  const isNew = about === 'new';
  const inConversation = focus.kind === 'conversation';
  // Words begun before the answer go along.
  const { [isNew && inConversation ? focus.conversationId : 'new']: draft, ...others } = drafts;
  set(s, {
    starting: null,
    sessions: { ...sessions, [conversationId]: sessionId },
    wanted: null,
    drafts: draft ? { ...others, [conversationId]: draft } : drafts,
  });
  // Whoever went elsewhere meanwhile is not called back.
  const here = screen.name === 'prechat' || (screen.name === 'thread' && (!inConversation || isNew));
  if (here) focusOn(s, conversationId);
  take(s, changes);
  const { view } = s.m;
  const row = view.conversations[conversationId];
  if (row?.lastSeq === 0 && !view.threads[conversationId]) {
    set(s, { view: foldEmptyThread(view, conversationId) });
  }
  if (here && !inConversation) s.cause = 'started';
  else if (here && row?.status === 'waiting') s.cause = 'new_chat';
  bind(s, conversationId, starting?.clientStartId);
}
