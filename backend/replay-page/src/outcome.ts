import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';

export interface ReplayRequest {
  events: TraceEvent[];
  storage: StorageEntry[];
  /** When the screen was looked at, milliseconds since the epoch; null where it was not. */
  endWallMs: number | null;
  /** Address of the widget's module. */
  widgetUrl: string;
  /** What the widget fetches beside its module, by file name: the words of each language. */
  files: Record<string, string>;
  /** The language that the widget spoke. */
  locale: string;
  /** Where the API is for the widget, with a slash at its end. */
  base: string;
}

export interface ReplayOutcome {
  /** What the widget recorded this time. */
  events: TraceEvent[];
  /** An event that could not be brought about, and why; null where all were. */
  stuck: { seq: number; why: string } | null;
  storage: StorageEntry[];
  screen: string | null;
}
