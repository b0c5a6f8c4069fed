import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';

/** What the widget hands to developer tools, as far as a replay asks for it. */
interface WidgetHandle {
  recorder: { events(): TraceEvent[]; subscribe(listener: (event: TraceEvent) => void): () => void };
  blob(choice: { includeText: boolean; serverLines: boolean }): Promise<Seen>;
}

/** What a blob tells of the moment in which it is made. */
export interface Seen {
  screen: string | null;
  storage: StorageEntry[];
}

export interface Witnessed {
  /** What the widget has recorded so far. */
  events(): TraceEvent[];
  /** Whether it has recorded something else than the recording. */
  hasLeft(recorded: readonly TraceEvent[]): boolean;
  look(): Promise<Seen | undefined>;
}

/** Listens at the widget's hook for developer tools, from the first event on. */
export function listenToWidget(heard: (event: TraceEvent) => void): Witnessed {
  let handle: WidgetHandle | undefined;
  // Kept here too: a widget forgets what it recorded when the visitor logs out.
  const events: TraceEvent[] = [];
  const hear = (event: TraceEvent) => {
    events.push(event);
    heard(event);
  };
  const push = (one: WidgetHandle) => {
    handle = one;
    for (const event of one.recorder.events()) hear(event);
    one.recorder.subscribe(hear);
    return 1;
  };
  Object.assign(globalThis, { [Symbol.for('hilo.devtools')]: Object.assign([], { push }) });
  return {
    events: () => [...events],
    hasLeft: (recorded) => events.some(({ kind }, i) => kind !== recorded[i]?.kind),
    look: async () => handle?.blob({ includeText: true, serverLines: false }),
  };
}
