import type { TraceEventOf } from '../trace/events.ts';

/**
 * Whether what was known of the contact is void from here on. Becoming known (by bootstrap or by a first write) adds to
 * what is known; everything else begins anew.
 */
export function startsAnew(event: TraceEventOf<'identity'>): boolean {
  return event.cause !== 'bootstrap' && event.cause !== 'created';
}

/**
 * Whether the widget begins again from what storage holds, as it does where another tab changed the token: what it was
 * told before, and what it asked under the old one, counts no more.
 */
export function beginsFromStorage(event: TraceEventOf<'storage'>): boolean {
  return event.op === 'read' && event.key.startsWith('chatCache-');
}
