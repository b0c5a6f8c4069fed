import type { TraceEvent } from '../../trace/events.ts';
import type { CopyContext } from '../../trace/masking-copy.ts';
import { copyEntry, copyEvent, type StorageEntry } from '../../trace/masking-events.ts';
import { createSecrets } from '../../trace/secrets.ts';
import { describeEvent } from '../describe-event.ts';
import { isInput } from './inputs.ts';
import type { LoadScript } from './plan.ts';

/** Where a replay left the recording. */
export interface Difference {
  /** Number of the event in its load, from 1; null where the end differs and not an event. */
  seq: number | null;
  /** As a JSON pointer into the event; empty where the events are of two kinds, or one is missing. */
  path: string;
  /** In words. */
  recorded: string;
  happened: string;
  sentence: string;
}

/** What the machine, the page and the moment decide, and not the widget. */
const ignored: Readonly<Record<string, readonly string[]>> = {
  load: ['url', 'userAgent', 'viewport', 'navigation', 'language', 'persistent'],
  response: ['durationMs', 'headers'],
  request_failed: ['durationMs'],
  operation: ['durationMs'],
};
/** Spans are compared: the widget counts them on from its trace id, which it draws again as it was. */
const envelope = ['t', 'wall', 'seq', 'witness'];
/** Times are computed from a clock that was read a little earlier or later. */
const delayMsOff = 5;

/**
 * The replayed event in the form in which a blob carries it: only what is on the lists. What came out of a masked blob
 * is masked already, and its secrets are placeholders.
 */
export function createCopier({ textIncluded, tokens }: Pick<LoadScript, 'textIncluded' | 'tokens'>): {
  event(event: TraceEvent): TraceEvent | null;
  entry(entry: StorageEntry): StorageEntry;
} {
  const secrets = createSecrets();
  for (const token of tokens) secrets.placeholder(token);
  const to: CopyContext = {
    secrets,
    mask: (text) => text,
    includeText: textIncluded,
    masked: new Map(),
    left: new Map(),
    texts: new Map(),
    fields: new WeakMap(),
    fieldSets: new Map(),
  };
  return { event: (event) => copyEvent(event, to), entry: (entry) => copyEntry(entry, to) };
}

/** The first event in which two accounts of one load differ; undefined where none does. */
export function compareEvents(
  recorded: readonly TraceEvent[],
  replayed: readonly TraceEvent[],
): Difference | undefined {
  for (let i = 0; i < Math.max(recorded.length, replayed.length); i++) {
    const [one, other] = [recorded[i], replayed[i]];
    const path = one && other ? pathOfDifference(one, other) : '';
    if (path !== undefined) return differenceAt(i + 1, path, one, other);
  }
  return undefined;
}

function pathOfDifference(one: TraceEvent, other: TraceEvent): string | undefined {
  if (one.kind !== other.kind) return '';
  const skip = new Set([...envelope, ...(ignored[one.kind] ?? [])]);
  // How the server spelled its JSON is not kept.
  if (one.kind === 'frame' && one.direction === 'in') skip.add('bytes');
  const [left, right] = [one, other] as unknown as Record<string, unknown>[];
  for (const name of new Set([...Object.keys(left!), ...Object.keys(right!)])) {
    if (skip.has(name)) continue;
    const path = differenceIn(left![name], right![name], `/${name}`);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** Where two values differ, as a JSON pointer below `at`. Members without a value are as good as absent. */
export function differenceIn(one: unknown, other: unknown, at: string): string | undefined {
  if (one === other || (one ?? null) === (other ?? null)) return undefined;
  if (typeof one === 'number' && typeof other === 'number') {
    return at.endsWith('Ms') && Math.abs(one - other) < delayMsOff ? undefined : at;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return at;
  const [left, right] = [one, other] as Record<string, unknown>[];
  for (const name of new Set([...Object.keys(left!), ...Object.keys(right!)])) {
    const path = differenceIn(left![name], right![name], `${at}/${name}`);
    if (path !== undefined) return path;
  }
  return undefined;
}

function differenceAt(
  seq: number,
  path: string,
  one: TraceEvent | undefined,
  other: TraceEvent | undefined,
): Difference {
  const recorded = one ? wordsOf(one, path) : 'nothing more';
  const happened = other ? wordsOf(other, path) : 'nothing more';
  const where = path ? `, at ${path}` : '';
  return {
    seq,
    path,
    recorded,
    happened,
    sentence: `event ${seq}${where}: recorded was ${recorded}; what happened is ${happened}`,
  };
}

/** An input that could not be brought about, for example because its button was not on the screen. */
export function undeliverable(seq: number, event: TraceEvent, why: string): Difference {
  const recorded = wordsOf(event, '');
  const how = isInput(event) ? `it could not happen again: ${why}` : why;
  return {
    seq,
    path: '',
    recorded,
    happened: why,
    sentence: `event ${seq}: recorded was ${recorded}; ${how}`,
  };
}

const valueCharsMax = 120;

function wordsOf(event: TraceEvent, path: string): string {
  const { lane, text } = describeEvent(event);
  if (path === '') return `${lane}: ${text}`;
  let value: unknown = event;
  for (const name of path.split('/').slice(1)) value = (value as Record<string, unknown> | null)?.[name];
  const shown = JSON.stringify(value) ?? 'nothing';
  return `${lane}: ${text} (${shown.length > valueCharsMax ? `${shown.slice(0, valueCharsMax)}…` : shown})`;
}
