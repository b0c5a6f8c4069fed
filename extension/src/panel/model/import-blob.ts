import { eventsOf } from '@hilo/shared/trace/blob-read.ts';
import type { Blob, BlobLoad } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { findJudgedUntilOfBlob } from '@hilo/shared/trace/judged-until.ts';
import type { SessionFold } from './fold.ts';
import type { LoadBook } from './load-book.ts';
import { placeServerLines } from './server-lines.ts';

const eventsPerStep = 400;
/** A file with more is shown first and judged afterwards (`SessionFold.judgeSome`). */
const judgedAtOnceMax = 10_000;
const charBytes = 2;

/**
 * Makes the books of the loads of a blob of the right shape, a few milliseconds at a time: those that the session does
 * not have. Nothing of it is in the session before `adoptBlob`. Yields how many events are in. `chars`: length of its text.
 */
export function* prepareBlob(
  fold: SessionFold,
  blob: Blob,
  name: string,
  chars: number,
): Generator<number, LoadBook[]> {
  let done = 0;
  // Its reader has looked into it already: the mean size will do.
  const bytes = Math.ceil((charBytes * chars) / Math.max(1, countEvents(blob)));
  const books: LoadBook[] = [];
  for (const load of blob.loads) {
    const traceId = load.traceId ?? blob.checksum.slice(0, 32);
    if (fold.has(traceId) || books.some((book) => book.traceId === traceId)) continue;
    const book = fold.prepare(traceId, { kind: 'file', name, role: load.role, blob });
    books.push(book);
    const { own, server } = partsOf(load);
    for (const event of own) {
      book.add({ event, bytes, isOdd: false }, true);
      if (++done % eventsPerStep === 0) yield done;
    }
    if (server.length > 0) {
      const { lines, clock } = placeServerLines(own, server);
      book.setServerLines(lines, clock, { judgeLater: true, bytesEach: bytes });
      done += server.length;
    }
  }
  return books;
}

/** Puts the books of a blob into the session; returns how many of its loads were known already, and left as they are. */
export function adoptBlob(fold: SessionFold, blob: Blob, name: string, books: readonly LoadBook[]): number {
  fold.addSourceName(name);
  const isShort = countEvents(blob) <= judgedAtOnceMax;
  const until = findJudgedUntilOfBlob(blob);
  const lastTraceId = blob.loads.at(-1)?.traceId ?? blob.checksum.slice(0, 32);
  let adopted = 0;
  for (const book of books) {
    if (!fold.adopt(book)) continue;
    adopted++;
    if (isShort) book.judgeSome(Number.POSITIVE_INFINITY);
    if (until && book.traceId === lastTraceId) fold.judgeUntil(book.traceId, until.t);
  }
  return blob.loads.length - adopted;
}

/** Both, for a blob that is known to be right (`readBlob`). */
export function* importBlob(
  fold: SessionFold,
  blob: Blob,
  name: string,
  chars: number,
): Generator<number, number> {
  return adoptBlob(fold, blob, name, yield* prepareBlob(fold, blob, name, chars));
}

export function countEvents(blob: Blob): number {
  return blob.loads.reduce((sum, load) => sum + load.events.length, 0);
}

/** What the page's witnesses saw, by their one clock; and the server's lines, which have another. */
function partsOf(load: BlobLoad): { own: TraceEvent[]; server: TraceEvent[] } {
  const events = eventsOf(load);
  return {
    own: events.filter((event) => event.witness !== 'server').sort((a, b) => a.t - b.t),
    server: events.filter((event) => event.witness === 'server'),
  };
}
