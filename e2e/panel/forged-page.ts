import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';

const fixtures = join(import.meta.dirname, '../../shared/testing/fixtures');

export interface ForgedSite {
  origin: string;
  close(): Promise<void>;
}

/** Pages by their path, served from this machine. */
export async function serveForged(pages: Readonly<Record<string, string>>): Promise<ForgedSite> {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? '/'];
    response.statusCode = page === undefined ? 404 : 200;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a widget recorded once: `broken/one-open-conversation` … The last load of the file. */
export async function readRecorded(name: string): Promise<TraceEvent[]> {
  const reading = readBlob(await readFile(join(fixtures, `${name}.json`), 'utf8'));
  if (!reading.ok) throw new Error(reading.sentence);
  const load = reading.blob.loads.at(-1);
  return load ? eventsOf(load) : [];
}

/** A script that speaks to developer tools as a widget does, and tells events that it did not live through. */
export function forgedWidget(widgetId: string, events: readonly TraceEvent[]): string {
  const traceId = events[0]?.fields.traceId ?? 'f'.repeat(32);
  return `<script>
    (globalThis[Symbol.for('hilo.devtools')] ??= []).push({
      version: 1, widgetId: ${JSON.stringify(widgetId)}, traceId: ${JSON.stringify(traceId)}, build: 'forged',
      base: location.origin + '/',
      recorder: {
        events: () => ${JSON.stringify(events).replaceAll('<', '\\u003c')},
        subscribe: () => () => {}, dropped: () => ({ count: 0, bytes: 0 }),
      },
      model: () => ({}),
      blob: () => Promise.resolve({ hello: '<b>not a blob</b>' }),
    });
  </script>`;
}
