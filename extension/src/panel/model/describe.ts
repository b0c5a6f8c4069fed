import {
  type Description,
  describeEvent,
  isHeartbeat,
  type Lane,
} from '@hilo/shared/reconstruct/describe-event.ts';
import { duration } from '@hilo/shared/reconstruct/plain-text.ts';
import type { TraceEvent, TraceEventKind } from '@hilo/shared/trace/events.ts';
import { findOddity } from './admit.ts';

const described = new WeakMap<TraceEvent, Description>();

/** What an event says, in one line. Whatever a page put into it, this answers. Made once per event. */
export function descriptionOf(event: TraceEvent): Description {
  const known = described.get(event);
  if (known) return known;
  const made = describe(event);
  described.set(event, made);
  return made;
}

/** The same for whoever looks through very many once: what it says is not kept for that. */
export function peekDescription(event: TraceEvent): Description {
  return described.get(event) ?? describe(event);
}

function describe(event: TraceEvent): Description {
  if (findOddity(event) && event.kind === 'error')
    return { lane: 'page', text: event.message, weight: 'bad' };
  try {
    const description = describeEvent(event);
    // Who else saw it says it in the same words; its name keeps the two apart.
    return event.witness === 'wire' || event.witness === 'browser'
      ? { ...description, text: `${description.text} · seen by the ${event.witness}` }
      : description;
  } catch {
    return {
      lane: laneOf(event.kind),
      text: `${event.kind}, with a content that is not as it should be`,
      weight: 'bad',
    };
  }
}

/** Whether an event is a mere detail: what `descriptionOf(event).weight` says, without putting it into words. */
export function isDetail(event: TraceEvent): boolean {
  switch (event.kind) {
    case 'timer':
    case 'lock':
    case 'random':
    case 'unread':
    case 'screen':
      return true;
    case 'operation':
      return event.phase !== 'error';
    case 'storage':
      return event.op !== 'failed';
    case 'frame':
      return isHeartbeat(event);
    default:
      return false;
  }
}

const lanes: Readonly<Record<TraceEventKind, Lane>> = {
  load: 'page',
  api: 'page',
  page: 'page',
  fault: 'page',
  action: 'person',
  operation: 'widget',
  transition: 'widget',
  identity: 'widget',
  unread: 'widget',
  screen: 'widget',
  random: 'widget',
  timer: 'widget',
  lock: 'widget',
  error: 'widget',
  dropped: 'widget',
  request: 'http',
  response: 'http',
  request_failed: 'http',
  socket: 'ws',
  frame: 'ws',
  storage: 'storage',
  server: 'server',
};

/** From top to bottom, as people read them. */
export const laneNames: readonly Lane[] = ['person', 'page', 'widget', 'http', 'ws', 'storage', 'server'];

export const laneWords: Readonly<Record<Lane, string>> = {
  person: 'Person',
  page: 'Page',
  widget: 'Widget',
  http: 'HTTP',
  ws: 'WS',
  storage: 'Storage',
  server: 'Server',
};

/** The lane that events of a kind are drawn in, without looking into one. */
export function laneOf(kind: TraceEventKind): Lane {
  return lanes[kind];
}

/** How long ago, for a list: `now`, `12 s`, `3 min 5 s`. */
export function agoWords(ms: number): string {
  return ms < 1_000 ? 'now' : `${duration(ms)} ago`;
}
