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
  const byMachine = new Map<number, ClockOffset>();
  for (const { machine } of tracks) {
    if (byMachine.has(machine)) continue;
    byMachine.set(machine, estimateClockOffset(tracks.filter((track) => track.machine === machine)));
  }
  const clocks = tracks.map((track) => ({
    track: track.name,
    ...(byMachine.get(track.machine) as ClockOffset),
  }));
  const lists = tracks.map((track, n) => {
    const begin = beginOf(track.events);
    const { offsetMs } = clocks[n] as ClockOffset;
    return track.events.map((event) => ({
      atMs: ownTimeMs(event, begin) + offsetMs,
      track: track.name,
      event,
    }));
  });
  const windows = spanWindows(lists.flat());
  const seen = new Set<string>();
  const others = tracks.flatMap((track, n) => {
    const begin = beginOf(track.events) + (clocks[n] as ClockOffset).offsetMs;
    return track.others.flatMap((event) => {
      const key = `${event.witness} ${event.fields.traceId} ${event.seq}`;
      if (seen.has(key)) return [];
      seen.add(key);
      // The server stamps its lines by its own clock; other witnesses share the page's.
      const atMs = event.witness === 'server' ? event.wall : begin + event.t;
      return [{ atMs: within(windows.get(event.span ?? ''), atMs), track: event.witness, event }];
    });
  });
  return { clocks, entries: weave([...lists, ordered(others)]) };
}

function within(window: { from: number; to: number } | undefined, atMs: number): number {
  return window ? Math.min(Math.max(atMs, window.from), window.to) : atMs;
}

function spanWindows(entries: readonly MergedEntry[]): Map<string, { from: number; to: number }> {
  const windows = new Map<string, { from: number; to: number }>();
  for (const { event, atMs } of entries) {
    if (!event.span) continue;
    const window = windows.get(event.span) ?? { from: atMs, to: atMs };
    const isAsking = event.kind === 'request' || (event.kind === 'frame' && event.direction === 'out');
    windows.set(event.span, { from: isAsking ? atMs : window.from, to: Math.max(window.to, atMs) });
  }
  return windows;
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
