import { limits } from '../limits.ts';
import type { TraceEvent } from './events.ts';
import type { TenFields } from './ten-fields.ts';

/** An event as its observer hands it over: the recorder numbers it. */
export type Unnumbered = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, 'seq'>
    : never
  : never;

export interface Recorder {
  /** Numbers and keeps an event. `payloadChars`: length of the text its body, frame or value came from, 0 without one. */
  record(event: Unnumbered, payloadChars?: number): void;
  /** What is kept, oldest first. */
  events(): TraceEvent[];
  /** What made room, and its size as estimated. */
  dropped(): { count: number; bytes: number };
  /** Hears every event from now on; one that throws never reaches the page. Returns the end of it. */
  subscribe(listener: (event: TraceEvent) => void): () => void;
  /** So many were cut before they came here: their numbers are missing. */
  skip(count: number): void;
  /** Forgets what is kept (a logout); the numbers go on, so that the gap shows. */
  clear(): void;
}

/** What an event takes without its payload, and a character of one: parsed JSON holds about twice its text. */
const eventBytes = 256;
const charBytes = 2;

/** A flight recorder: a ring bounded in events and in bytes. Draws no clock; pure bookkeeping in constant time. */
export function createRecorder(
  eventsMax: number = limits.recorderEventsMax,
  bytesMax: number = limits.recorderBytesMax,
): Recorder {
  let ring: (TraceEvent | undefined)[] = [];
  let sizes: number[] = [];
  let from = 0;
  let kept = 0;
  let bytes = 0;
  let seq = 0;
  const lost = { count: 0, bytes: 0 };
  let fields: TenFields = Object.freeze({}) as TenFields;
  const listeners = new Set<(event: TraceEvent) => void>();

  const dropOldest = () => {
    const size = sizes[from] as number;
    ring[from] = undefined;
    from = (from + 1) % eventsMax;
    kept--;
    bytes -= size;
    lost.count++;
    lost.bytes += size;
  };

  return {
    record(unnumbered, payloadChars = 0) {
      fields = sameFields(fields, unnumbered.fields);
      const event = { ...unnumbered, seq: ++seq, fields } as TraceEvent;
      const size = eventBytes + charBytes * payloadChars;
      if (kept === eventsMax) dropOldest();
      const at = (from + kept) % eventsMax;
      ring[at] = event;
      sizes[at] = size;
      kept++;
      bytes += size;
      while (bytes > bytesMax) dropOldest();
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          // Whoever watches must never be the reason that a chat breaks.
        }
      }
    },
    events: () => Array.from({ length: kept }, (_, i) => ring[(from + i) % eventsMax] as TraceEvent),
    dropped: () => ({ ...lost }),
    skip(count) {
      seq += count;
      lost.count += count;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear() {
      while (kept > 0) dropOldest();
      ring = [];
      sizes = [];
      from = 0;
    },
  };
}

/** The frozen object of before where nothing changed: thousands of events share a few. */
function sameFields(before: TenFields, now: TenFields): TenFields {
  if (before === now) return before;
  for (const name in now) {
    if (before[name as keyof TenFields] !== now[name as keyof TenFields]) return Object.freeze({ ...now });
  }
  return before;
}
