import {
  deriveWidgetState,
  findPath,
  isLegal,
  type LifecycleEvent,
  type WidgetState,
} from '@hilo/shared/lifecycle/lifecycle.ts';
import type { Model } from './model.ts';
import { assert, emit, type Step } from './step.ts';

export function stateOf(m: Model): WidgetState {
  return deriveWidgetState(m.focus, m.view.conversations);
}

/**
 * Reports a change of the derived state with the event of the table that explains it. What a snapshot jumped over has
 * a path through the table; anything else is a programmer's error.
 */
export function reportTransition(s: Step, from: WidgetState): void {
  const to = stateOf(s.m);
  const [was, is] = [conversationOf(from), conversationOf(to)];
  if (from.name === to.name && was === is) return;
  if (s.cause && isLegal(from.name, s.cause, to.name)) {
    report(s, from, s.cause, to);
    return;
  }
  if (was && is && was !== is) {
    const idle: WidgetState = { name: 'idle' };
    report(s, from, 'left', idle);
    report(s, idle, eventBetween('idle', to), to);
    return;
  }
  report(s, from, eventBetween(from.name, to), to);
}

function eventBetween(from: WidgetState['name'], to: WidgetState): LifecycleEvent {
  if (isLegal(from, 'open_appeared', to.name)) return 'open_appeared';
  const last = findPath(from, to.name)?.at(-1);
  assert(last, `an illegal transition: ${from} → ${to.name}`);
  return last.event;
}

function report(s: Step, from: WidgetState, event: LifecycleEvent, to: WidgetState): void {
  emit(s, { type: 'transition', from, event, to });
}

function conversationOf(state: WidgetState): string | null {
  return 'conversationId' in state ? state.conversationId : null;
}
