import { limits } from '@hilo/shared/limits.ts';
import type { Recorder } from '@hilo/shared/trace/recorder.ts';

/** The newest events as a JSON array of at most so many characters. */
export function writeTail(recorder: Recorder, charsMax: number): string {
  // The newest first, each made text once: this runs while somebody waits for the next page.
  const texts: string[] = [];
  let chars = 1;
  for (const event of recorder.events().slice(-limits.previousLoadEventsMax).reverse()) {
    const text = JSON.stringify(event);
    chars += text.length + 1;
    if (chars > charsMax) break;
    texts.unshift(text);
  }
  return `[${texts.join()}]`;
}
