import { eventsOf } from '@hilo/shared/trace/blob-read.ts';
import type { Blob, BlobLoad } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { findJudgedUntilOfBlob } from '@hilo/shared/trace/judged-until.ts';
import type { SessionFold } from './fold.ts';
import { placeServerLines } from './server-lines.ts';
import type { LoadOrigin } from './session.ts';

const eventsPerStep = 400;
/** A file with more is shown first and judged afterwards (`SessionFold.judgeSome`). */
const judgedAtOnceMax = 10_000;
const charBytes = 2;

/**
 * Folds a read blob (`readBlob`) into a session, a few milliseconds at a time. Yields how many events are in, and
 * returns how many loads were known already and so left as they are. `chars`: length of its text.
 */
export function* importBlob(
  fold: SessionFold,
  blob: Blob,
  name: string,
  chars: number,
): Generator<number, number> {
  let done = 0;
  let known = 0;
  fold.addSourceName(name);
  const total = blob.loads.reduce((sum, load) => sum + load.events.length, 0);
  const judgeLater = total > judgedAtOnceMax;
  const until = findJudgedUntilOfBlob(blob);
  // Its reader has looked into it already: the mean size will do.
  const bytes = Math.ceil((charBytes * chars) / Math.max(1, total));
  for (const load of blob.loads) {
    const traceId = load.traceId ?? blob.checksum.slice(0, 32);
    if (fold.has(traceId)) {
      known++;
      continue;
    }
    const origin: LoadOrigin = { kind: 'file', name, role: load.role, blob };
    const { own, server } = partsOf(load);
    for (const event of own) {
      fold.addEvent(traceId, origin, { event, bytes, isOdd: false }, judgeLater);
      if (++done % eventsPerStep === 0) yield done;
    }
    if (server.length > 0) {
      const { lines, clock } = placeServerLines(own, server);
      fold.setServerLines(traceId, lines, clock);
      done += server.length;
    }
    if (until && load === blob.loads.at(-1)) fold.judgeUntil(traceId, until.t);
  }
  return known;
}

/** What the page's witnesses saw, by their one clock; and the server's lines, which have another. */
function partsOf(load: BlobLoad): { own: TraceEvent[]; server: TraceEvent[] } {
  const events = eventsOf(load);
  return {
    own: events.filter((event) => event.witness !== 'server').sort((a, b) => a.t - b.t),
    server: events.filter((event) => event.witness === 'server'),
  };
}
