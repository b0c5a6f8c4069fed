import { limits } from '@hilo/shared/limits.ts';
import { blobErrors } from '@hilo/shared/trace/blob-errors.ts';
import { type BlobReading, type Digest, readBlobWithDigest } from '@hilo/shared/trace/blob-read.ts';
import type { SessionFold } from '../model/fold.ts';
import { importBlob } from '../model/import-blob.ts';
import type { Importing } from './panel-state.ts';

/** The part of a File that is needed. */
export interface FileLike {
  name: string;
  /** In bytes. */
  size?: number;
  text(): Promise<string>;
}

/** Of one UTF-16 code unit in a file (UTF-8): a larger file is too large whatever is in it, and is not read at all. */
const bytesPerCharMax = 3;

export interface ImportPorts {
  digest: Digest;
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
 * where something is to be said; it never rejects.
 */
export async function readInSteps(
  fold: SessionFold,
  file: FileLike,
  ports: ImportPorts,
  progress: (importing: Importing) => void,
): Promise<{ traceId: string | null; sentence: string | null }> {
  if ((file.size ?? 0) > bytesPerCharMax * limits.blobCharsMax)
    return { traceId: null, sentence: `${file.name}: ${blobErrors.too_large.sentence}` };
  progress({ name: file.name, done: 0, total: 0 });
  const frame = () => new Promise<void>((resolve) => ports.soon(resolve));
  await frame();
  let text: string;
  let reading: BlobReading;
  try {
    text = await file.text();
    reading = await readBlobWithDigest(text, ports.digest);
  } catch {
    return { traceId: null, sentence: `${file.name}: unable to read the file. Try to open it again.` };
  }
  if (!reading.ok) return { traceId: null, sentence: `${file.name}: ${reading.sentence}` };
  const { blob } = reading;
  const total = blob.loads.reduce((sum, load) => sum + load.events.length, 0);
  const steps = importBlob(fold, blob, file.name, text.length);
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) {
      const all = step.value === blob.loads.length;
      return {
        traceId: blob.traceId,
        sentence: all && step.value > 0 ? `${file.name}: its loads were here already.` : null,
      };
    }
    if (performance.now() - began < sliceMs) continue;
    progress({ name: file.name, done: step.value, total });
    await frame();
    began = performance.now();
  }
}
