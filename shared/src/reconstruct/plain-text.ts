/** Controls, formats (but the joiner of emoji), lone surrogates, line and paragraph ends. */
const unprintable = /(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text for one line of a terminal or a picture: control and direction-changing characters become visible escapes. */
export function oneLine(text: string): string {
  return text.replace(unprintable, (char) =>
    char === '\n' ? '⏎' : `\\u{${(char.codePointAt(0) as number).toString(16)}}`,
  );
}

/** At most `charsMax` characters, with an ellipsis where something is left out; never half of a surrogate pair. */
export function shorten(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const cut = text.slice(0, charsMax - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** What somebody wrote, in quotation marks, on one line; where something else stands there, that as JSON. */
export function quoted(text: unknown, charsMax = 80): string {
  const line = oneLine(plainly(text));
  return `“${shorten(line, charsMax)}”`;
}

/** Whatever stands where a number or a word should, as text. */
export function plainly(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
}

/** The end of an id: enough to tell two apart in one story. A dash where there is none. */
export function shortId(id: unknown): string {
  return typeof id === 'string' && id !== '' ? `…${id.slice(-4)}` : '–';
}

/** `12 ms`, `3.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Load time as a clock: `0:04.250`. */
export function clock(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const seconds = Math.floor(whole / 1_000);
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${`${seconds % 60}`.padStart(2, '0')}.${`${whole % 1_000}`.padStart(3, '0')}`;
}

const timeMsMax = 8.64e15;

/** A wall time, or the nearest end of the calendar (ECMA-262, Time Values): differences of times may lie beyond it. */
export function withinCalendar(ms: number): number {
  return Math.min(timeMsMax, Math.max(-timeMsMax, ms));
}

/** A wall time as ISO 8601. */
export function isoTime(ms: number): string {
  return new Date(withinCalendar(ms)).toISOString();
}
