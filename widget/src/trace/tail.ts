import { limits } from '@hilo/shared/limits.ts';
import type { Recorder } from '@hilo/shared/trace/recorder.ts';

/** Half of it in bytes where all is ASCII; the rest of a site's quota is the site's. */
const charsMax = 200_000;

/**
 * The end of a load outlives it in the same tab, so that a reload does not wipe out what led to it. `allowed`: whether
 * anything may be kept of this visitor.
 */
export function keepTail(widgetId: string, recorder: Recorder, allowed: () => boolean) {
  const key = `chatTrace-${widgetId}`;
  const guard = (work: (area: Storage) => void) => {
    try {
      work(sessionStorage);
    } catch {
      // Denied or full: then there is no tail.
    }
  };
  let previous: string | null = null;
  guard((area) => {
    previous = area.getItem(key);
  });
  return {
    /** What the load before left, as text. */
    previous: () => previous,
    save: () =>
      guard((area) => {
        if (!allowed()) return;
        // The newest first, each made text once: this runs while somebody waits for the next page.
        const texts: string[] = [];
        let chars = 1;
        for (const event of recorder.events().slice(-limits.previousLoadEventsMax).reverse()) {
          const text = JSON.stringify(event);
          chars += text.length + 1;
          if (chars > charsMax) break;
          texts.unshift(text);
        }
        area.setItem(key, `[${texts.join()}]`);
      }),
    forget: () =>
      guard((area) => {
        previous = null;
        area.removeItem(key);
      }),
  };
}
