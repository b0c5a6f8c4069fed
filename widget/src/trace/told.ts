import type { TraceEvent, TraceEventKind } from '@hilo/shared/trace/events.ts';

type Envelope = 'witness' | 'seq' | 't' | 'wall' | 'span' | 'fields';

/** An event of the trace without what all have in common: the tracer adds that. */
export type Told<Kind extends TraceEventKind = TraceEventKind> =
  Extract<TraceEvent, { kind: Kind }> extends infer One
    ? One extends TraceEvent
      ? Omit<One, Envelope>
      : never
    : never;

/** What only the edge knows of something that happened: the code that a socket closed with, the answer's status. */
export type More = { [Name in string]: unknown };
