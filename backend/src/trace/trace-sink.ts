import type { About, Actor, BegunOperation, OperationLine } from '../log/operation-line.ts';

/** An operation that has ended, with what its log line says. */
export interface EndedOperation {
  line: OperationLine;
  actor: Actor;
  about: About | null;
  /** Milliseconds since the epoch. */
  endedAtMs: number;
  /** Its start, where that was not handed over before: it belongs to whoever the end names. */
  begun?: BegunOperation | null;
}

/** Takes what the log says, beside the log. Never throws, never waits: it stands on the path of every request. */
export interface TraceSink {
  push(ended: EndedOperation): void;
  /** Takes the start of an operation, where the log has a line of it. */
  begin(begun: BegunOperation): void;
}

/** The same with an end: what waits is written, or given up. */
export interface TraceKeeper extends TraceSink {
  /** Resolves once what was pushed before can be read in the database, or is lost. Never rejects. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** One keeper of several. */
export function joinKeepers(keepers: readonly TraceKeeper[]): TraceKeeper {
  return {
    push: (ended) => {
      for (const keeper of keepers) keeper.push(ended);
    },
    begin: (begun) => {
      for (const keeper of keepers) keeper.begin(begun);
    },
    flush: async () => {
      await Promise.all(keepers.map((keeper) => keeper.flush()));
    },
    stop: async () => {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
    },
  };
}
