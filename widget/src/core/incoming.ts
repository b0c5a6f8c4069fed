import type { LifecycleEvent } from '@hilo/shared/lifecycle/lifecycle.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { Changes, Message } from '@hilo/shared/protocol/shapes.ts';
import { type ContactView, foldChanges } from '@hilo/shared/view/contact-view.ts';
import { findOpenConversation } from '@hilo/shared/view/selectors.ts';
import { clearDelivered } from './outbox.ts';
import { emit, type Step, set } from './step.ts';

/**
 * Whatever road changes come by (answer, socket, sync), they are folded here. What starts beyond what is known is
 * held a moment; a hole that is still there then means sync, never a guess.
 */
export function take(s: Step, changes: Changes): void {
  if (!takeOne(s, changes)) return;
  const held = [...s.m.held].sort((a, b) => a.from - b.from);
  set(s, { held: [] });
  for (const next of held) takeOne(s, next);
  if (s.m.held.length === 0) set(s, { heldUntilMs: null });
}

/** Whether it was folded. */
function takeOne(s: Step, changes: Changes): boolean {
  const before = s.m.view;
  const { view, outcome } = foldChanges(before, changes);
  if (outcome === 'hole') {
    const heldUntilMs = s.m.heldUntilMs ?? s.stamp.at + limits.eventHoldMs;
    set(s, { held: [...s.m.held, changes], heldUntilMs });
    return false;
  }
  if (outcome === 'other_contact') {
    // Merged elsewhere, or a row of before the last identity: the server says who we are.
    set(s, { syncWanted: true });
    return false;
  }
  const messages = changes.changes.flatMap((change) => (change.type === 'message' ? [change.message] : []));
  adopt(s, view, messages);
  for (const message of messages) hear(s, before, message);
  return true;
}

/** A hole that outlived its moment. */
export function holdRule(s: Step): void {
  if (s.m.heldUntilMs === null || s.stamp.at < s.m.heldUntilMs) return;
  set(s, { held: [], heldUntilMs: null, syncWanted: true });
}

/** A new view replaces the old one: delivered messages leave the outbox, and the focus follows. */
export function adopt(s: Step, view: ContactView, messages: readonly Message[] = []): void {
  const before = s.m.view;
  set(s, { view });
  clearDelivered(s, messages);
  followOpen(s, before);
}

function hear(s: Step, before: ContactView, message: Message): void {
  const known = before.conversations[message.conversationId];
  if (message.author.kind !== 'agent' || message.seq <= (known?.lastSeq ?? 0) || message.redactedAt) return;
  const { [message.conversationId]: _ended, ...typing } = s.m.typing;
  set(s, { typing });
  if (message.seq <= (s.m.view.conversations[message.conversationId]?.readSeq ?? 0)) return;
  emit(s, { type: 'tell', event: { name: 'message', value: message } });
  if (s.m.soundOn && !s.m.attentive) emit(s, { type: 'sound' });
}

/** An archived or vanished conversation hands the focus to the open one; so does a form that is not needed any more. */
function followOpen(s: Step, before: ContactView): void {
  const { focus, view } = s.m;
  if (focus.kind === 'none') return;
  const open = findOpenConversation(view);
  if (focus.kind === 'prechat') {
    if (open && s.m.wanted?.intent !== 'new') focusOn(s, open.conversationId);
    return;
  }
  const was = before.conversations[focus.conversationId]?.status;
  const is = view.conversations[focus.conversationId]?.status;
  if (!was || was === 'archived' || (is && is !== 'archived')) return;
  s.cause = 'archived';
  if (open) focusOn(s, open.conversationId, 'archived');
  // One that was archived stays on screen to be read; one that is gone does not.
  else if (!is) set(s, { focus: { kind: 'none' }, screen: { name: s.m.tab } });
}

export function focusOn(s: Step, conversationId: string, cause: LifecycleEvent | null = null): void {
  s.cause = cause;
  set(s, {
    focus: { kind: 'conversation', conversationId },
    screen: { name: 'thread' },
    endVisible: false,
  });
}
