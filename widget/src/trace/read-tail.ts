import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Model } from '../core/model.ts';
import type { Kept } from './journal.ts';
import { createTracer } from './tracer.ts';

/**
 * The events of a tail as `tail.ts` or `write-tail.ts` writes it; null for anything else, such as the calls of another
 * build, which may call things by other names.
 */
export function readTail(text: string | null, build: string): TraceEvent[] | null {
  try {
    const [first, ...rest] = JSON.parse(text ?? 'null');
    if (first === build) return eventsOf(rest);
    return 'kind' in first ? withFields([first, ...rest]) : null;
  } catch {
    return null;
  }
}

/** Puts back the ten fields where they are as in the event before. */
function withFields(events: TraceEvent[]): TraceEvent[] {
  let before: Pick<TraceEvent, 'fields'> | undefined;
  return events.map((event) => {
    before = { fields: event.fields ?? before?.fields };
    return { ...event, ...before };
  });
}

/** Puts back each object where only its number stands. Changes what it is given. */
function revived(value: unknown, known: object[]): unknown {
  if (typeof value !== 'object' || !value) return value;
  if ('$' in value) return known[value.$ as number];
  known.push(value);
  for (const [key, part] of Object.entries(value)) Object.assign(value, { [key]: revived(part, known) });
  return value;
}

/** Of parts: each begins with the state before it, and its calls follow. */
function eventsOf(tail: (Omit<Kept, 'calls'> | Kept['calls'][number])[]): TraceEvent[] {
  const { first, bornAt, lost } = tail[0] as Kept;
  const tracer = createTracer(first, bornAt, lost);
  let known: object[] = [];
  let last: Model = first;
  for (const entry of tail) {
    if (!Array.isArray(entry)) known = [];
    const one = revived(entry, known) as typeof entry;
    if (!Array.isArray(one)) {
      const pairs = new Map<object, object>();
      if (!pair(one.first, last, pairs)) last = one.first;
      known = known.map((object) => pairs.get(object) ?? object);
    } else if (one[0] === 'followed') {
      last = { ...last, ...one[1][0] };
      tracer.followed(last, one[1][1], one[1][2]);
    } else (tracer[one[0]] as (...args: unknown[]) => void)(...one[1]);
  }
  return tracer.recorder.events();
}

/**
 * Where a part begins with what the one before ended with, it has to be the same objects: who follows states sees a change
 * in any other. Notes for each object of the first its equal in the second; returns whether all of it has one.
 */
function pair(fresh: unknown, old: unknown, pairs: Map<object, object>): boolean {
  if (typeof fresh !== 'object' || !fresh || typeof old !== 'object' || !old) return fresh === old;
  const now = Object.entries(fresh);
  const before = old as Record<string, unknown>;
  const isSame =
    now.map(([key, value]) => pair(value, before[key], pairs)).every(Boolean) &&
    now.length === Object.keys(old).length;
  if (isSame) pairs.set(fresh, old);
  return isSame;
}
