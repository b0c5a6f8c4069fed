import { textIn } from '../../invariants/rows.ts';
import type { TraceEvent } from '../../trace/events.ts';

/**
 * Whether an event came to the widget from outside: a replay has to bring it about. Everything else is what the widget
 * made of it: a replay waits for it to happen again.
 */
export function isInput(event: TraceEvent): boolean {
  switch (event.kind) {
    case 'load':
    case 'api':
    case 'action':
    case 'response':
    case 'request_failed':
      return true;
    case 'page':
      // That there is no storage is what the widget found.
      return event.what !== 'storage_denied';
    case 'socket':
      return event.phase === 'open' || event.phase === 'error' || event.phase === 'closed';
    case 'frame':
      return event.direction === 'in';
    case 'storage':
      return event.cause !== 'widget';
    case 'timer':
      return event.phase === 'fired';
    case 'lock':
      return event.phase === 'granted';
    default:
      return false;
  }
}

/** What the widget told. Faults were switched on by a tool; what they did stands in the trace by itself. */
export function isOwn(event: TraceEvent): boolean {
  return event.witness === 'widget' && event.kind !== 'fault';
}

/** The screen tells by itself that the end of a thread is in sight, once it is drawn. */
export function isSelfTold(event: TraceEvent): boolean {
  return event.kind === 'action' && textIn(event.action, 'type') === 'thread_end_visible';
}
