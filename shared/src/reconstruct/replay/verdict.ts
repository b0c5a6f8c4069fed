import type { TraceEvent } from '../../trace/events.ts';
import type { StorageEntry } from '../../trace/masking-events.ts';
import { compareEvents, type createCopier, type Difference, undeliverable } from './compare.ts';
import { compareScreens, compareStorage } from './compare-end.ts';
import { isSelfTold } from './inputs.ts';
import type { LoadScript } from './plan.ts';

/** What a page made of a load when it was driven again. */
export interface Replayed {
  events: readonly TraceEvent[];
  stuck: { seq: number; why: string } | null;
  storage: readonly StorageEntry[];
  screen: string | null;
}

export interface Comparison {
  outcome: 'identical' | 'different' | 'not_comparable';
  sentence: string;
  difference: Difference | null;
  /** What was compared up to the difference, or the end. */
  counts: ReplayCounts;
}

export interface ReplayCounts {
  events: number;
  requests: number;
  frames: number;
  storageWrites: number;
  states: number;
}

/** Holds a replay against its recording: every event in order, then storage, then the screen. */
export function judgeReplay(
  script: LoadScript,
  replayed: Replayed,
  copier: ReturnType<typeof createCopier>,
): Comparison {
  const events = replayed.events
    .filter((event) => event.witness === 'widget')
    .flatMap((event) => copier.event(event) ?? []);
  const foreign = otherBuild(script.events[0], events[0]);
  if (foreign)
    return { outcome: 'not_comparable', sentence: foreign, difference: null, counts: countsOf([]) };
  const difference = firstDifference(script, replayed, events, copier);
  if (difference) {
    const same = script.events.slice(0, difference.seq === null ? undefined : difference.seq - 1);
    const sentence = `different from ${difference.sentence}`;
    return { outcome: 'different', sentence, difference, counts: countsOf(same) };
  }
  const counts = countsOf(script.events);
  return { outcome: 'identical', sentence: identical(script, counts), difference: null, counts };
}

function firstDifference(
  { events: recorded, end, textIncluded }: LoadScript,
  replayed: Replayed,
  events: readonly TraceEvent[],
  copier: ReturnType<typeof createCopier>,
): Difference | undefined {
  const { stuck } = replayed;
  // Where an event could not be brought about, that says more than that it is missing.
  const upTo = stuck ? recorded.slice(0, stuck.seq - 1) : recorded;
  const difference = compareEvents(upTo, end ? events : untilLeft(recorded, events));
  if (difference) return difference;
  if (stuck) return undeliverable(stuck.seq, recorded[stuck.seq - 1] as TraceEvent, stuck.why);
  if (!end) return undefined;
  const storage = replayed.storage.map((entry) => copier.entry(entry));
  return compareStorage(end.storage, storage) ?? compareScreens(end.screen, replayed.screen, textIncluded);
}

/**
 * Of a load that its page was left in: a screen that waited for a file was not drawn any more, and a replay draws it at
 * once. That the end of the thread is in sight, the screen tells by itself; from there on there is nothing to compare with.
 */
function untilLeft(recorded: readonly TraceEvent[], events: readonly TraceEvent[]): readonly TraceEvent[] {
  const next = events[recorded.length];
  return next && isSelfTold(next) ? events.slice(0, recorded.length) : events;
}

function otherBuild(recorded: TraceEvent | undefined, replayed: TraceEvent | undefined): string | undefined {
  if (recorded?.kind !== 'load' || replayed?.kind !== 'load' || recorded.build === replayed.build)
    return undefined;
  return `not comparable: it was recorded by build ${recorded.build}, here is ${replayed.build}`;
}

function countsOf(events: readonly TraceEvent[]): ReplayCounts {
  const count = (is: (event: TraceEvent) => boolean) => events.filter(is).length;
  return {
    events: events.length,
    requests: count((event) => event.kind === 'request'),
    frames: count((event) => event.kind === 'frame'),
    storageWrites: count((event) => event.kind === 'storage' && event.op !== 'read'),
    states: count((event) => event.kind === 'transition'),
  };
}

function identical({ role, end }: LoadScript, counts: ReplayCounts): string {
  const { events, requests, frames, storageWrites, states } = counts;
  const what = role === 'this' ? '' : ' (the load before)';
  const seen = end?.screen != null ? ', and the screen in the end' : '';
  return (
    `identical${what}: ${events} events, among them ${requests} requests, ${frames} frames, ` +
    `${storageWrites} storage writes and ${states} states${seen}`
  );
}
