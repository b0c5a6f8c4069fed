import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { apply } from './natives.ts';

/** What a widget on the page says of itself (docs/developer-tools.md). Any script can put something like it there. */
export interface Entry {
  widgetId: string;
  traceId: string;
  build: string;
  base: string;
  recorder: {
    events(): TraceEvent[];
    subscribe(listener: (event: TraceEvent) => void): () => void;
    dropped?(): { count: number; bytes: number };
  };
  model(): unknown;
  blob(choice: object): Promise<unknown>;
}

const traceId = /^[0-9a-f]{32}$/;
const charsMax = 2_000;

/** The entry with its members read once; undefined where it is none. */
export function readEntry(value: unknown): Entry | undefined {
  const { version, widgetId, traceId: id, build, base, recorder, model, blob } = Object(value);
  if (version !== 1) return;
  for (const text of [widgetId, id, build, base]) {
    if (typeof text !== 'string' || text.length > charsMax) return;
  }
  if (!traceId.test(id) || !/^https?:\/\/.*\/$/.test(base)) return;
  if (typeof recorder?.subscribe !== 'function' || typeof recorder.events !== 'function') return;
  return { widgetId, traceId: id, build, base, recorder, model, blob };
}

/** Hears of every widget of this page, those that are there and those that come, whoever was first. */
export function watchEntries(follow: (value: unknown) => void): void {
  const page = globalThis as unknown as Record<symbol, unknown[]>;
  const symbol = Symbol.for('hilo.devtools');
  page[symbol] ??= [];
  const list = page[symbol];
  const { push } = list;
  list.push = (...values) => {
    for (const value of values) follow(value);
    return apply(push, list, values);
  };
  for (const value of list) follow(value);
}
