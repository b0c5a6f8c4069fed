import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Kept } from './journal.ts';
import { createTracer } from './tracer.ts';

/** The events of a tail as `tail.ts` writes it; null for anything else. */
export function readTail(text: string | null): TraceEvent[] | null {
  try {
    const tail = JSON.parse(text ?? 'null');
    return Array.isArray(tail) ? tail : eventsOf(revived(tail, []) as Kept);
  } catch {
    return null;
  }
}

/** Puts back each object where only its number stands. Changes what it is given. */
function revived(value: unknown, known: object[]): unknown {
  if (typeof value !== 'object' || !value) return value;
  if ('$' in value) return known[value.$ as number];
  known.push(value);
  for (const [key, part] of Object.entries(value)) Object.assign(value, { [key]: revived(part, known) });
  return value;
}

function eventsOf({ first, bornAt, lost, calls }: Kept): TraceEvent[] {
  const tracer = createTracer(first, bornAt, lost);
  let last = first;
  for (const [name, args] of calls) {
    if (name === 'followed') {
      last = { ...last, ...args[0] };
      tracer.followed(last, args[1], args[2]);
    } else (tracer[name] as (...args: unknown[]) => void)(...args);
  }
  return tracer.recorder.events();
}
