import type { TraceEvent } from '../trace/events.ts';
import { beginOf, type ClockOffset, estimateClockOffset, ownTimeMs } from './clock-offset.ts';
import type { Track } from './tracks.ts';

export interface MergedEntry {
  /** Milliseconds since the epoch, on the server's clock, as estimated. */
  atMs: number;
  track: string;
  event: TraceEvent;
}

export interface Merged {
  /** How each load's clock stands to the server's. */
  clocks: (ClockOffset & { track: string })[];
  /** In order of time; each load's and the server's own order is never changed. */
  entries: MergedEntry[];
}

/**
 * Puts several loads and the server's lines on one clock, the server's. Lines of the server that came with more than
 * one load stand once. Where an estimate would put the server's line outside its own request, it is moved into it.
 */
export function mergeTracks(tracks: readonly Track[]): Merged {
  const { clocks, others } = placeOthers(tracks);
  const lists = tracks.map(({ name, events }, n) => {
    const begin = beginOn(clocks[n] as ClockOffset, events);
    return events.map((event) => ({ atMs: ownTimeMs(event, begin), track: name, event }));
  });
  return { clocks, entries: weave([...lists, others]) };
}

/** The same for the lines of other witnesses alone, in order of time, without those of the loads themselves between them. */
export function placeOthers(tracks: readonly Track[]): { clocks: Merged['clocks']; others: MergedEntry[] } {
  const byMachine = new Map<number, ClockOffset>();
  for (const { machine } of tracks) {
    if (byMachine.has(machine)) continue;
    byMachine.set(machine, estimateClockOffset(tracks.filter((track) => track.machine === machine)));
  }
  const clocks = tracks.map((track) => ({
    track: track.name,
    ...(byMachine.get(track.machine) as ClockOffset),
  }));
  const windows = new Map<string, Window>();
  for (const [n, { events }] of tracks.entries())
    noteSpans(windows, events, beginOn(clocks[n] as ClockOffset, events));
  const seen = new Set<string>();
  const others = tracks.flatMap((track, n) => {
    const begin = beginOn(clocks[n] as ClockOffset, track.events);
    return track.others.flatMap((event) => {
      const key = `${event.witness} ${event.fields.traceId} ${event.seq}`;
      if (seen.has(key)) return [];
      seen.add(key);
      // The server stamps its lines by its own clock; other witnesses share the page's.
      const atMs = event.witness === 'server' ? event.wall : ownTimeMs(event, begin);
      return [{ atMs: within(windows.get(event.span ?? ''), atMs), track: event.witness, event }];
    });
  });
  return { clocks, others: ordered(others) };
}

/** On the server's clock. */
function beginOn({ offsetMs }: ClockOffset, events: readonly TraceEvent[]): number {
  return beginOf(events) + offsetMs;
}

interface Window {
  from: number;
  to: number;
}

function within(window: Window | undefined, atMs: number): number {
  return window ? Math.min(Math.max(atMs, window.from), window.to) : atMs;
}

/** From when to when something of each span happened. */
function noteSpans(windows: Map<string, Window>, events: readonly TraceEvent[], begin: number): void {
  let last = '';
  let window: Window | undefined;
  for (const event of events) {
    const { span } = event;
    if (!span) continue;
    const atMs = ownTimeMs(event, begin);
    // Those of one span mostly stand together.
    if (span !== last) window = windows.get(span);
    last = span;
    if (!window) {
      window = { from: atMs, to: atMs };
      windows.set(span, window);
      continue;
    }
    const isAsking = event.kind === 'request' || (event.kind === 'frame' && event.direction === 'out');
    if (isAsking) window.from = atMs;
    window.to = Math.max(window.to, atMs);
  }
}

/** By time; what stands at one time keeps its order. */
function ordered(entries: readonly MergedEntry[]): MergedEntry[] {
  return [...entries].sort((a, b) => a.atMs - b.atMs);
}

/** Takes the earliest head of all lists again and again: each list keeps its own order, whatever its times say. */
function weave(lists: readonly (readonly MergedEntry[])[]): MergedEntry[] {
  const heads = lists.map(() => 0);
  const entries: MergedEntry[] = [];
  for (;;) {
    let best = -1;
    for (const [n, list] of lists.entries()) {
      const head = list[heads[n] as number];
      const lead = best < 0 ? undefined : lists[best]?.[heads[best] as number];
      if (head && (!lead || head.atMs < lead.atMs)) best = n;
    }
    const entry = lists[best]?.[heads[best] as number];
    if (!entry) return entries;
    entries.push(entry);
    heads[best] = (heads[best] as number) + 1;
  }
}

/** How far apart the clocks may be, in a sentence for people. */
export function describeClock({
  track,
  offsetMs,
  uncertaintyMs,
  contradictory,
}: Merged['clocks'][number]): string {
  if (uncertaintyMs === null) {
    return `${track}: its clock could not be compared with the server’s; times are its own.`;
  }
  const by = `${Math.abs(offsetMs).toFixed(0)} ms ${offsetMs < 0 ? 'ahead of' : 'behind'} the server`;
  const jumped = contradictory ? '; a clock was set meanwhile, so this holds for a part only' : '';
  return `${track}: its clock is ${by}, ± ${uncertaintyMs.toFixed(0)} ms${jumped}.`;
}
