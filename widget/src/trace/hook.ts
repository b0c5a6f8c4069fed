import type { Recorder } from '@hilo/shared/trace/recorder.ts';

/** What a widget shares with developer tools. The number in `version` changes with what is in it. */
export interface Shared {
  readonly version: 1;
  readonly widgetId: string;
  readonly traceId: string;
  readonly build: string;
  readonly recorder: Recorder;
}

/**
 * Tells developer tools of this page that a widget is here, whoever comes first: a tool reads what is in the array, and
 * puts its own `push` in the place of the array's. Returns the function that takes it back.
 */
export function shareWithTools(shared: Omit<Shared, 'version'>): () => void {
  const page = globalThis as unknown as Record<symbol, Shared[]>;
  const symbol = Symbol.for('hilo.devtools');
  page[symbol] ??= [];
  const list = page[symbol];
  const entry: Shared = { version: 1, ...shared };
  list.push(entry);
  return () => {
    if (list.includes(entry)) list.splice(list.indexOf(entry), 1);
  };
}
