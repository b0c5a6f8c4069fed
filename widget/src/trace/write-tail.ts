import { limits } from '@hilo/shared/limits.ts';
import type { Recorder } from '@hilo/shared/trace/recorder.ts';

/** So many events are made text in one idle moment. */
const eventsPerTurn = 16;

/** An event as text without its ten fields, and those: most are the event's before. */
interface Written {
  seq: number;
  event: string;
  fields: string;
}

/**
 * Keeps the end of a recording as text while the page has nothing else to do, for it is wanted while somebody waits for
 * the next page. Returns what tells it: the newest events as a JSON array of at most so many characters. Ten fields
 * stand only where they are not as in the event before.
 */
export function createTailWriter(recorder: Recorder): (charsMax: number) => string {
  let written: Written[] = [];
  let fields: object | null = null;
  let fieldsText = '';
  let seq = 0;
  let left = 0;

  function keepUp(): void {
    const events = recorder.events();
    const first = events[0]?.seq ?? Number.POSITIVE_INFINITY;
    for (const event of events.slice(-limits.previousLoadEventsMax)) {
      if (event.seq <= seq) continue;
      const { fields: now, ...rest } = event;
      if (now !== fields) fieldsText = JSON.stringify(now);
      fields = now;
      seq = event.seq;
      written.push({ seq, event: JSON.stringify(rest), fields: fieldsText });
    }
    // Of what was forgotten (a logout) nothing stays.
    const cut = written.findIndex((one) => one.seq >= first);
    written = cut < 0 ? [] : written.slice(cut).slice(-limits.previousLoadEventsMax);
    left = 0;
  }

  recorder.subscribe(() => {
    left++;
    if (left % eventsPerTurn === 0) globalThis.requestIdleCallback?.(keepUp);
  });

  return (charsMax) => {
    keepUp();
    const texts: string[] = [];
    let chars = 2;
    let after = '';
    for (let i = written.length - 1; i >= 0; i--) {
      const { event, fields } = written[i] as Written;
      // Those of the event behind it, if they differ, and its own, if it is to be the first.
      chars += event.length + 1 + (fields === after ? 0 : fields.length + '"fields":,'.length);
      if (chars > charsMax) break;
      after = fields;
      texts.push(textOf(written[i] as Written, written[i - 1]));
    }
    const first = written[written.length - texts.length];
    if (first) texts[texts.length - 1] = textOf(first);
    return `[${texts.reverse().join()}]`;
  };
}

function textOf({ event, fields }: Written, before?: Written): string {
  return fields === before?.fields ? event : `${event.slice(0, -1)},"fields":${fields}}`;
}
