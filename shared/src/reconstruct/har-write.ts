import type { Har } from './har.ts';

/** A HAR as JSON text, in pieces: one entry a line. No piece is larger than its largest entry, whatever the size of all. */
export function* writeHar({ log }: Har): Generator<string> {
  const { entries, ...head } = log;
  yield `{"log":${JSON.stringify(head).slice(0, -1)},"entries":[`;
  for (const [i, entry] of entries.entries()) yield `${i === 0 ? '\n' : ',\n'}${JSON.stringify(entry)}`;
  yield entries.length === 0 ? ']}}\n' : '\n]}}\n';
}
