import { type EventId, eventId } from '@hilo/shared/invariants/rule.ts';
import {
  findPath,
  isLegal,
  type LifecycleEvent,
  lifecycleEvents,
  type WidgetStateName,
  widgetStateNames,
} from '@hilo/shared/lifecycle/lifecycle.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/** One step of the widget from state to state, as its trace tells it. */
export interface Move {
  id: EventId;
  /** Load time in milliseconds. */
  t: number;
  from: string;
  to: string;
  /** Name of the lifecycle event, as the trace has it. */
  event: string;
  /** What happened, in words. */
  words: string;
  /** A snapshot jumped to the end of a chain that this load did not see. */
  jumped: boolean;
  /** Why the table does not allow it; null where it does. */
  illegal: string | null;
}

/** Every move of a load, in order. The judge decides by the same table; here each is told with its reason. */
export function movesOf(events: readonly TraceEvent[]): Move[] {
  const moves: Move[] = [];
  for (const event of events) {
    if (event.kind !== 'transition' || event.witness !== 'widget') continue;
    const { t, from, to, jumped } = event;
    const words = wordsOf(event.event);
    const illegal = whyIllegal(moves.at(-1), from, event.event, to, jumped);
    moves.push({ id: eventId(event), t, from, to, event: event.event, words, jumped, illegal });
  }
  return moves;
}

function wordsOf(event: string): string {
  return Object.hasOwn(lifecycleEvents, event)
    ? lifecycleEvents[event as LifecycleEvent]
    : event.replaceAll('_', ' ');
}

function whyIllegal(
  before: Move | undefined,
  from: string,
  event: string,
  to: string,
  jumped: boolean,
): string | null {
  if (before && before.to !== from) return `It was in ${before.to}, but left ${from}.`;
  if (!isState(from) || !isState(to)) return 'There is no such state.';
  const legal = jumped ? findPath(from, to) !== undefined : isLegal(from, event as LifecycleEvent, to);
  return legal ? null : `The table has no way from ${from} to ${to} by “${wordsOf(event)}”.`;
}

export function isState(name: string): name is WidgetStateName {
  return (widgetStateNames as readonly string[]).includes(name);
}

/** How a list of moves stands at a moment: how many of them have happened, and the state after the last of those. */
export function standAt(moves: readonly Move[], t: number | null): { taken: number; state: string } {
  const later = t === null ? -1 : moves.findIndex((move) => move.t > t);
  const taken = later < 0 ? moves.length : later;
  return { taken, state: moves[taken - 1]?.to ?? moves[0]?.from ?? 'idle' };
}
