import type { Blob } from '../trace/blob-schema.ts';
import type { TraceEvent, TraceEventOf } from '../trace/events.ts';
import { beginOf } from './clock-offset.ts';
import { type HarEntry, httpEntry, socketEntry } from './har-entries.ts';
import { isoTime } from './plain-text.ts';
import { tracksOf } from './tracks.ts';

export interface Har {
  log: {
    version: '1.2';
    creator: { name: string; version: string };
    browser: { name: string; version: string };
    pages: { startedDateTime: string; id: string; title: string; pageTimings: Record<string, number> }[];
    entries: HarEntry[];
    comment: string;
  };
}

/**
 * The network of a blob as HAR 1.2 (W3C draft of 2012, as tools read it), WebSockets with `_webSocketMessages` as
 * Chrome writes them. A blob knows paths of the backend, not its address: `origin` stands for it.
 */
export function formatHar(blob: Blob, origin = 'https://hilo.invalid'): Har {
  const tracks = tracksOf([blob]);
  const entries = tracks.flatMap(({ events }, n) => entriesOf(events, `page_${n + 1}`, origin));
  return {
    log: {
      version: '1.2',
      creator: { name: 'Hilo', version: `${blob.version}` },
      browser: { name: blob.environment.userAgent, version: '' },
      pages: tracks.map(({ events }, n) => ({
        startedDateTime: isoTime(beginOf(events)),
        id: `page_${n + 1}`,
        title: blob.environment.url,
        pageTimings: {},
      })),
      entries: entries.sort((a, b) => (a.startedDateTime < b.startedDateTime ? -1 : 1)),
      comment: blob.textIncluded
        ? 'Secrets are placeholders.'
        : 'Texts are masked, secrets are placeholders.',
    },
  };
}

function entriesOf(events: readonly TraceEvent[], page: string, origin: string): HarEntry[] {
  const begin = beginOf(events);
  const answers = new Map<number, TraceEventOf<'response'> | TraceEventOf<'request_failed'>>();
  const sockets = new Map<number, { events: TraceEventOf<'socket'>[]; frames: TraceEventOf<'frame'>[] }>();
  const socketOf = (id: number) => {
    const found = sockets.get(id) ?? { events: [], frames: [] };
    sockets.set(id, found);
    return found;
  };
  for (const event of events) {
    if (event.kind === 'response' || event.kind === 'request_failed') answers.set(event.requestId, event);
    else if (event.kind === 'socket') socketOf(event.socketId).events.push(event);
    else if (event.kind === 'frame') socketOf(event.socketId).frames.push(event);
  }
  const requests = events.flatMap((event) =>
    event.kind === 'request' ? [httpEntry(event, answers.get(event.requestId), { begin, page, origin })] : [],
  );
  return [
    ...requests,
    ...[...sockets.values()].map((socket) => socketEntry(socket, { begin, page, origin })),
  ];
}
