import { eventId } from '../invariants/rule.ts';
import type { TraceEvent } from '../trace/events.ts';
import { type Description, describeEvent } from './describe-event.ts';
import type { Merged } from './merge.ts';
import { clock } from './plain-text.ts';

/** One line of a story. As JSON it is what `--json` prints. */
export interface TimelineRow extends Description {
  /** Milliseconds since the story's first event, on its one clock. */
  t: number;
  /** Which load of which tab. */
  track: string;
  eventId: string;
  span: string | null;
}

/** The story of one load, event by event. */
export function timelineOf(events: readonly TraceEvent[], track = 'tab 1'): TimelineRow[] {
  return events.map((event) => rowOf(event, event.t, track));
}

/** The story of several tabs and the server, on one clock. */
export function timelineOfMerged(merged: Merged): TimelineRow[] {
  const begin = merged.entries[0]?.atMs ?? 0;
  return merged.entries.map(({ event, atMs, track }) => rowOf(event, atMs - begin, track));
}

function rowOf(event: TraceEvent, t: number, track: string): TimelineRow {
  return {
    t: Math.round(t * 1_000) / 1_000,
    track,
    ...describeEvent(event),
    eventId: eventId(event),
    span: event.span,
  };
}

export interface TimelineLook {
  /** Also timers, storage, badges and the like. */
  detailed: boolean;
  /** Paints a line for a terminal; the text as it is where absent. */
  paint?: (text: string, row: TimelineRow) => string;
}

/** The story for a terminal, one line per row. Safe to print: nothing in it controls the terminal. */
export function formatTimeline(rows: readonly TimelineRow[], { detailed, paint }: TimelineLook): string {
  const shown = rows.filter((row) => detailed || row.weight !== 'detail');
  const tracks = new Set(shown.map((row) => row.track));
  const trackChars = Math.max(0, ...[...tracks].map((track) => track.length));
  const many = tracks.size > 1;
  return shown
    .map((row) => {
      const track = many ? `${row.track.padEnd(trackChars)}  ` : '';
      const line = `${clock(row.t).padStart(10)}  ${track}${row.lane.padEnd(7)}  ${row.text}`;
      return `${paint ? paint(line, row) : line}\n`;
    })
    .join('');
}
