const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Days from one moment to the other (milliseconds since the epoch), by the calendar where the person is. */
export function daysBetween(a: number, b: number): number {
  const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  // Rounded, since a day is 23 or 25 hours long where the clocks change.
  return Math.round((midnight(b) - midnight(a)) / dayMs);
}

/** A moment in the manner of the locale: "10:42", or "3 Mar". */
export function dateWords(atMs: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, options).format(atMs);
}

/** "Today", "Yesterday", "Tuesday, 3 March 2026". */
export function dayWords(atMs: number, nowMs: number, locale: string): string {
  const days = daysBetween(nowMs, atMs);
  const words = days < -1 ? dateWords(atMs, locale, { dateStyle: 'full' }) : relative(days, 'day', locale);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "now", "5 min ago", "3 hr ago", then the day. A server ahead of this clock reads as now, never as the future. */
export function agoWords(atMs: number, nowMs: number, locale: string): string {
  const days = daysBetween(nowMs, atMs);
  if (days < 0) {
    const year = days < -300 ? 'numeric' : undefined;
    return dateWords(atMs, locale, { day: 'numeric', month: 'short', year });
  }
  const minutes = Math.ceil((atMs - nowMs) / minuteMs);
  if (minutes > -60) return relative(minutes, minutes < 0 ? 'minute' : 'second', locale);
  return relative(Math.ceil(minutes / 60), 'hour', locale);
}

function relative(count: number, unit: Intl.RelativeTimeFormatUnit, locale: string): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' }).format(
    Math.min(count, 0),
    unit,
  );
}
