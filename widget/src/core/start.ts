import { foldThreadPage } from '@hilo/shared/view/contact-view.ts';
import { findOpenConversation, isOpen, missingPrechatFields } from '@hilo/shared/view/selectors.ts';
import { isSettled } from './boot.ts';
import type { Answered } from './events.ts';
import { isIdentityPending, wantToken } from './identity.ts';
import { focusOn, take } from './incoming.ts';
import type { Intention } from './model.ts';
import { bind, refuseUnbound } from './outbox.ts';
import { ask } from './request.ts';
import type { Starting } from './state.ts';
import { assert, isFree, leaveLane, type Step, set, setLane } from './step.ts';

/** One intention has one id until it is answered: a double click, a retry and a reconnect are one start (R3.3). */
export function wantStart(s: Step, intention: Omit<Intention, 'clientStartId'>): void {
  const { starting } = s.m;
  if (starting) setLane(s, 'start', { retryAtMs: 0 });
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
  if (open && isSettled(s)) focusOn(s, open.conversationId, 'open_appeared');
  else wantStart(s, { intent: 'open', replacesConversationId: null });
}

/** "New chat": never a second empty one, and under `single` never without a word about the one that is open. */
export function newChat(s: Step): void {
  const { config, view } = s.m;
  const open = Object.values(view.conversations).filter(isOpen);
  const empty = open.find((row) => row.lastSeq === 0);
  if (empty) {
    focusOn(s, empty.conversationId, 'open_appeared');
    return;
  }
  if (open[0] && config?.policy === 'single') {
    const { conversationId } = open[0];
    set(s, { open: true, notice: { kind: 'confirm_new_chat', replacesConversationId: conversationId } });
    return;
  }
  wantStart(s, { intent: 'new', replacesConversationId: null });
}

export function confirmNewChat(s: Step): void {
  const { notice } = s.m;
  if (notice?.kind !== 'confirm_new_chat') return;
  set(s, { notice: null });
  wantStart(s, { intent: 'new', replacesConversationId: notice.replacesConversationId });
}

/** Goes on with the intention as soon as it can: who the visitor is must be settled, and their fields known (E1). */
export function startRule(s: Step): void {
  const { starting, view, config, device } = s.m;
  if (!starting || !isSettled(s) || isIdentityPending(s) || !isFree(s, 'start')) return;
  const { clientStartId, intent, replacesConversationId } = starting;
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
  const { deviceId } = device;
  ask(s, 'startSession', {
    lane: 'start',
    about: intent,
    body: { clientStartId, deviceId, intent, replacesConversationId },
  });
}

/** The form comes first; the intention waits behind it. */
function askFirst(s: Step, missing: readonly string[], starting: Starting): void {
  const { clientStartId, intent, replacesConversationId } = starting;
  s.cause = s.m.focus.kind === 'conversation' ? 'new_chat' : 'prechat_needed';
  set(s, {
    starting: null,
    wanted: { clientStartId, intent, replacesConversationId },
    focus: { kind: 'prechat', missing: missing as ('name' | 'email' | 'phone')[] },
    screen: { name: 'prechat' },
    prechatSubmitted: false,
    prechat: { ...s.m.prechat, errors: {}, sending: false, failed: null },
  });
}

export function started(s: Step, { about, outcome }: Answered & { route: 'startSession' }): void {
  leaveLane(s, 'start', outcome.ok || !outcome.failure.retryable ? null : outcome.failure);
  const { starting } = s.m;
  if (!outcome.ok) {
    const { code, retryable, missing } = outcome.failure;
    if (!starting) return;
    if (retryable) {
      set(s, { starting: { ...starting, error: code } });
      return;
    }
    if (code === 'prechat_required' && missing) {
      askFirst(s, missing, starting);
      return;
    }
    refuseUnbound(s, starting.clientStartId, code);
    set(s, {
      starting: null,
      notice: { kind: 'start_failed', code },
      prechat: { ...s.m.prechat, sending: false },
      ...(s.m.focus.kind === 'none' && { screen: { name: s.m.tab } }),
    });
    return;
  }
  const { conversationId, sessionId, changes } = outcome.answer;
  const { screen, focus, drafts } = s.m;
  const here =
    screen.name === 'prechat' || (screen.name === 'thread' && (focus.kind === 'none' || about === 'new'));
  s.cause = about === 'new' && focus.kind === 'conversation' ? 'new_chat' : 'started';
  set(s, {
    starting: null,
    sessions: { ...s.m.sessions, [conversationId]: sessionId },
    wanted: null,
    drafts: moveDraft(
      drafts,
      focus.kind === 'conversation' && about === 'new' ? focus.conversationId : 'new',
      conversationId,
    ),
  });
  const { cause } = s;
  if (here) focusOn(s, conversationId, cause);
  take(s, changes);
  s.cause = cause;
  if (s.m.view.conversations[conversationId]?.lastSeq === 0 && !s.m.view.threads[conversationId]) {
    set(s, {
      view: foldThreadPage(s.m.view, { conversationId, messages: [], hasEarlier: false }, s.m.view.version),
    });
  }
  assert(s.m.starting === null, 'a start was answered and is still waiting');
  bind(s, conversationId, starting?.clientStartId);
}

/** Words begun before the answer go along. */
function moveDraft(
  drafts: Readonly<Record<string, string>>,
  from: string,
  to: string,
): Record<string, string> {
  const { [from]: text, ...rest } = drafts;
  return text ? { ...rest, [to]: text } : rest;
}
