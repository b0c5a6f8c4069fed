import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { Recorder } from '@hilo/shared/trace/recorder.ts';
import type { Model } from '../core/model.ts';
import type { Journal } from './journal.ts';

/** What a copy of the debug info carries along. */
export interface BlobChoice {
  /** What people wrote, as it is. Default: masked. */
  includeText?: boolean;
  /** The server's lines of the same trace. Default: asked for. */
  serverLines?: boolean;
  /** Who makes it. Default: the widget. */
  madeBy?: Blob['madeBy'];
}

/** What a widget shares with developer tools. The number in `version` changes with what is in it. */
export interface Shared {
  readonly version: 1;
  readonly widgetId: string;
  readonly traceId: string;
  readonly build: string;
  /** Where the widget's files and its API are, with a slash at the end. */
  readonly base: string;
  /** All events of this load, past and to come. Those of before it was first asked come a moment later. */
  readonly recorder: Pick<Recorder, 'events' | 'dropped' | 'subscribe'>;
  /** Resolves when the recorder has all events. */
  readonly ready: () => Promise<unknown>;
  /** What the widget knows now. To be looked at, not to be changed. */
  readonly model: () => Model;
  /** A debug blob. Rejects where the part of the widget that makes it cannot be fetched. */
  readonly blob: (choice?: BlobChoice) => Promise<Blob>;
}

/** `journal`: what the recorder is made of, when it is `ready`. */
interface Given extends Omit<Shared, 'version' | 'recorder'> {
  journal: Journal;
  /** Comes, sooner or later, once anybody asked for `ready`. */
  recorded: Promise<Recorder>;
  signal: AbortSignal;
}

/**
 * Tells developer tools of this page that a widget is here, whoever comes first: a tool reads what is in the array, and
 * puts its own `push` in the place of the array's. `signal` takes it back.
 */
export function shareWithTools({ journal, recorded, signal, ...shared }: Given): void {
  const page = globalThis as unknown as Record<symbol, Shared[]>;
  const symbol = Symbol.for('hilo.devtools');
  page[symbol] ??= [];
  const list = page[symbol];
  /** Stands in for the recorder until there is one: whoever listens then hears everything. */
  const early: Shared['recorder'] = {
    events: () => [],
    dropped: () => ({ count: 0, bytes: 0 }),
    subscribe(listener) {
      shared.ready().catch(() => {});
      const listening = recorded.then((recorder) => {
        recorder.events().forEach(listener);
        return recorder.subscribe(listener);
      });
      return () => listening.then((end) => end());
    },
  };
  const entry: Shared = {
    version: 1,
    ...shared,
    get recorder() {
      return journal.tracer()?.recorder ?? early;
    },
  };
  list.push(entry);
  signal.addEventListener('abort', () => {
    // Where it is no longer there, nothing is so far behind either.
    list.splice(list.indexOf(entry) >>> 0, 1);
  });
}
