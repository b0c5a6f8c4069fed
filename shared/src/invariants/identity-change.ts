import type { TraceEventOf } from '../trace/events.ts';

/**
 * Whether what was known of the contact is void from here on. Becoming known (by bootstrap or by a first write) adds to
 * what is known; everything else begins anew.
 */
export function startsAnew(event: TraceEventOf<'identity'>): boolean {
  return event.cause !== 'bootstrap' && event.cause !== 'created';
}
