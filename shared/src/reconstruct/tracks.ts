import { eventsOf } from '../trace/blob-read.ts';
import type { Blob } from '../trace/blob-schema.ts';
import type { TraceEvent } from '../trace/events.ts';

/** One load as one tab told it, with a name that people can tell it by. */
export interface Track {
  /** `tab 1`, `tab 1, earlier`, `tab 2` … */
  name: string;
  traceId: string | null;
  /** Loads of one blob ran on one machine, so by one clock. */
  machine: number;
  /** The widget's own account, in order of seq. */
  events: readonly TraceEvent[];
  /** Lines of the server and of other witnesses that came with it. */
  others: readonly TraceEvent[];
}

/** The loads of one blob, the earlier first; of several blobs, each is a tab of its own. */
export function tracksOf(blobs: readonly Blob[]): Track[] {
  return blobs.flatMap((blob, n) =>
    blob.loads.map((load) => {
      const events = eventsOf(load);
      return {
        name: load.role === 'this' ? `tab ${n + 1}` : `tab ${n + 1}, earlier`,
        traceId: load.traceId,
        machine: n,
        events: events.filter((event) => event.witness === 'widget'),
        others: events.filter((event) => event.witness !== 'widget'),
      };
    }),
  );
}
