import { limits } from '@hilo/shared/limits.ts';
import { blobErrors } from '@hilo/shared/trace/blob-errors.ts';
import { readBlobWithChecksum } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { SessionFold } from '../model/fold.ts';
import { adoptBlob, countEvents, prepareBlob } from '../model/import-blob.ts';
import type { LoadBook } from '../model/load-book.ts';
import { createJsonDecoder } from './decode-json.ts';
import type { Importing } from './panel-state.ts';

/** The part of a File that is needed. */
export interface FileLike {
  name: string;
  /** In bytes. */
  size?: number;
  arrayBuffer(): Promise<ArrayBuffer>;
  stream(): ReadableStream<Uint8Array>;
}

/** Of one UTF-16 code unit in a file (UTF-8): a larger file is too large whatever is in it, and is not read at all. */
const bytesPerCharMax = 3;

export interface ImportPorts {
  /** The checksum that the blob in a file should have; computed beside all else. */
  checksum: (file: FileLike, signal: AbortSignal) => Promise<string>;
  /** Runs when the browser has drawn and answered what was waiting. */
  soon: (run: () => void) => void;
}

/** Judges what a long file left for later, between frames. `told` is called now and then, and at the end. */
export async function judgeInSteps(fold: SessionFold, ports: ImportPorts, told: () => void): Promise<void> {
  let toldAt = performance.now();
  for (;;) {
    const until = performance.now() + judgeSliceMs;
    let hasMore = true;
    while (hasMore && performance.now() < until) hasMore = fold.judgeSome(judgedPerLook);
    if (!hasMore) break;
    if (performance.now() - toldAt > toldEveryMs) {
      told();
      toldAt = performance.now();
    }
    await new Promise<void>((resolve) => ports.soon(resolve));
  }
  told();
}

/** A frame has other work as well: a list that scrolls, a filter that looks. */
const judgeSliceMs = 4;
const judgedPerLook = 100;
const toldEveryMs = 500;
/** Reading goes on for this long before the next frame may be drawn. */
const sliceMs = 40;

/**
 * Reads one file as a debug blob and folds it in, frame by frame. Resolves with the load to look at, and with a sentence
 * where something is to be said; it never rejects. Aborted, it leaves everything as it was.
 */
export async function readInSteps(
  fold: SessionFold,
  file: FileLike,
  ports: ImportPorts,
  signal: AbortSignal,
  progress: (importing: Importing) => void,
): Promise<{ traceId: string | null; sentence: string | null }> {
  const { name } = file;
  if ((file.size ?? 0) > bytesPerCharMax * limits.blobCharsMax)
    return { traceId: null, sentence: `${name}: ${blobErrors.too_large}` };
  const pause = async () => {
    await new Promise<void>((resolve) => ports.soon(resolve));
    signal.throwIfAborted();
  };
  let chars = 0;
  let prepared: { blob: Blob; books: LoadBook[] } | undefined;
  const prepare = async (blob: Blob) => {
    const total = countEvents(blob);
    const steps = prepareBlob(fold, blob, name, chars);
    progress({ name, step: 'adding', done: 0, total });
    for (let began = performance.now(); ; ) {
      const step = steps.next();
      if (step.done) {
        prepared = { blob, books: step.value };
        progress({ name, step: 'checking', done: 0, total: 0 });
        return;
      }
      if (performance.now() - began < sliceMs) continue;
      progress({ name, step: 'adding', done: step.value, total });
      await pause();
      began = performance.now();
    }
  };
  try {
    progress({ name, step: 'reading', done: 0, total: 0 });
    const checksum = ports.checksum(file, signal).catch(() => null);
    await pause();
    const text = await textOf(file, signal);
    progress({ name, step: 'checking', done: 0, total: 0 });
    await pause();
    chars = text.length;
    const reading = await readBlobWithChecksum(text, checksum, pause, prepare);
    if (!reading.ok) return { traceId: null, sentence: `${name}: ${reading.sentence}` };
    const { blob } = reading;
    if (prepared?.blob !== blob) await prepare(blob);
    const known = adoptBlob(fold, blob, name, prepared?.books ?? []);
    const all = known > 0 && known === blob.loads.length;
    return { traceId: blob.traceId, sentence: all ? `${name}: its loads were here already.` : null };
  } catch {
    const sentence = `${name}: unable to read the file. Try to open it again.`;
    return { traceId: null, sentence: signal.aborted ? null : sentence };
  }
}

/** Each piece is decoded while the next one is read. */
async function textOf(file: FileLike, signal: AbortSignal): Promise<string> {
  const decoder = createJsonDecoder();
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    signal.throwIfAborted();
    decoder.add(piece.value);
  }
  return decoder.end();
}
