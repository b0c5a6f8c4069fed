import {
  deriveWidgetState,
  findPath,
  isLegal,
  type LifecycleEvent,
  type WidgetState,
  type WidgetStateName,
} from '@hilo/shared/lifecycle/lifecycle.ts';
import type { Model } from './model.ts';
import { assert } from './step.ts';

export function stateOf(m: Model): WidgetState {
  return deriveWidgetState(m.focus, m.view.conversations);
}

/** One step between two states, with the event of the table that explains it. */
export interface Move {
  readonly from: WidgetState;
  readonly event: LifecycleEvent;
  readonly to: WidgetState;
}

/**
 * The change of the derived state from one model to the next, for whoever tells it (the trace). `cause`: why, where the
 * handler knew better than the table's shortest path. What a snapshot jumped over has a path through the table, of which
 * the last event is told; anything else is a programmer's error.
 */
export function movesBetween(before: Model, after: Model, cause: LifecycleEvent | null): Move[] {
  const moves: Move[] = [];
  const from = stateOf(before);
  const to = stateOf(after);
  const [was, is] = [conversationOf(from), conversationOf(to)];
  if (from.name === to.name && was === is) return moves;
  if (was && is && was !== is && !cause) {
    const idle: WidgetState = { name: 'idle' };
    move(moves, from, 'left', idle);
    move(moves, idle, lastEvent('idle', to.name), to);
  } else move(moves, from, cause ?? lastEvent(from.name, to.name), to);
  return moves;
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

function move(moves: Move[], from: WidgetState, event: LifecycleEvent, to: WidgetState): void {
  // Every test runs with the check.
  if (import.meta.env.DEV) {
    const legal = isLegal(from.name, event, to.name) || findPath(from.name, to.name) !== undefined;
    assert(legal, `an illegal transition: ${from.name} → ${event} → ${to.name}`);
  }
  moves.push({ from, event, to });
}

function conversationOf(state: WidgetState): string | null {
  return 'conversationId' in state ? state.conversationId : null;
}
