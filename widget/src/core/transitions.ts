import {
  deriveWidgetState,
  findPath,
  isLegal,
  type LifecycleEvent,
  type WidgetState,
  type WidgetStateName,
} from '@hilo/shared/lifecycle/lifecycle.ts';
import type { Model } from './model.ts';
import { assert, emit, type Step } from './step.ts';

export function stateOf(m: Model): WidgetState {
  return deriveWidgetState(m.focus, m.view.conversations);
}

/**
 * Reports a change of the derived state with the event of the table that explains it. What a snapshot jumped over has
 * a path through the table, of which the last event is told; anything else is a programmer's error.
 */
export function reportTransition(s: Step, before: Model): void {
  const from = stateOf(before);
  const to = stateOf(s.m);
  const [was, is] = [conversationOf(from), conversationOf(to)];
  if (from.name === to.name && was === is) return;
  const { cause } = s;
  if (was && is && was !== is && !cause) {
    const idle: WidgetState = { name: 'idle' };
    report(s, from, 'left', idle);
    report(s, idle, lastEvent('idle', to.name), to);
  } else report(s, from, cause ?? lastEvent(from.name, to.name), to);
}

/** Entering a state from outside a conversation, and from within one. */
const events: Record<WidgetStateName, [outside: LifecycleEvent, inside: LifecycleEvent]> = {
  idle: ['prechat_dismissed', 'left'],
  prechat: ['prechat_needed', 'new_chat'],
  waiting: ['open_appeared', 'visitor_wrote'],
  active: ['open_appeared', 'agent_reopened'],
  solved: ['solved_opened', 'conversation_solved'],
  survey: ['solved_opened', 'survey_due'],
};

function lastEvent(from: WidgetStateName, to: WidgetStateName): LifecycleEvent {
  if (from === 'waiting' && to === 'active') return 'agent_engaged';
  if (from === 'survey' && to === 'solved') return 'survey_closed';
  return events[to][from === 'idle' || from === 'prechat' ? 0 : 1];
}

function report(s: Step, from: WidgetState, event: LifecycleEvent, to: WidgetState): void {
  // The table is too big to ship for a check; every test runs with it.
  if (import.meta.env.DEV) {
    const legal = isLegal(from.name, event, to.name) || findPath(from.name, to.name) !== undefined;
    assert(legal, `an illegal transition: ${from.name} → ${event} → ${to.name}`);
  }
  emit(s, { type: 'transition', from, event, to });
}

function conversationOf(state: WidgetState): string | null {
  return 'conversationId' in state ? state.conversationId : null;
}
