const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Whole days between two moments (milliseconds since the epoch), by the calendar where the person is. */
function daysBetween(a: number, b: number): number {
  const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  // Rounded, since a day is 23 or 25 hours long where the clocks change.
  return Math.round((midnight(b) - midnight(a)) / dayMs);
}

/** Whether two moments fall on one day where the person is. */
export function isSameDay(a: number, b: number): boolean {
  return daysBetween(a, b) === 0;
}

/** "10:42", in the manner of the locale. */
export function clockTime(atMs: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(atMs);
}

/** "today", "yesterday", "Tuesday, 3 March 2026". */
export function dayWords(atMs: number, nowMs: number, locale: string): string {
  const daysAgo = Math.max(daysBetween(atMs, nowMs), 0);
  if (daysAgo > 1) return new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(atMs);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-daysAgo, 'day');
}

/** "now", "5 min ago", "3 hr ago", then the day. A server ahead of this clock reads as now, never as the future. */
export function agoWords(atMs: number, nowMs: number, locale: string): string {
  if (daysBetween(atMs, nowMs) > 0) {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(atMs);
  }
  const minutes = Math.max(Math.floor((nowMs - atMs) / minuteMs), 0);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' });
  if (minutes < 1) return relative.format(0, 'second');
  return minutes < 60
    ? relative.format(-minutes, 'minute')
    : relative.format(-Math.floor(minutes / 60), 'hour');
}
