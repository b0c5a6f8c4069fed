import { formatHar } from '@hilo/shared/reconstruct/har.ts';
import { writeHar } from '@hilo/shared/reconstruct/har-write.ts';
import { formatMarkdown } from '@hilo/shared/reconstruct/markdown.ts';
import { mergeTracks } from '@hilo/shared/reconstruct/merge.ts';
import { fillSpec } from '@hilo/shared/reconstruct/replay/fill-spec.ts';
import { storyOf } from '@hilo/shared/reconstruct/replay/story.ts';
import { sequenceOf } from '@hilo/shared/reconstruct/sequence.ts';
import { drawSequence } from '@hilo/shared/reconstruct/sequence-svg.ts';
import { tracksOf } from '@hilo/shared/reconstruct/tracks.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';

export type FormatName = 'blob' | 'har' | 'test' | 'diagram' | 'markdown';

export interface Format {
  name: FormatName;
  title: string;
  /** What somebody does with it. */
  use: string;
  ending: string;
  mimeType: string;
}

export const formats: readonly Format[] = [
  {
    name: 'blob',
    title: 'Debug blob',
    use: 'Everything, to open in another panel, or for hilo blob check and hilo blob replay.',
    ending: 'json',
    mimeType: 'application/json',
  },
  {
    name: 'har',
    title: 'HAR',
    use: 'The network with its WebSocket messages, for the browser’s own tools.',
    ending: 'har',
    mimeType: 'application/json',
  },
  {
    name: 'test',
    title: 'Playwright test',
    use: 'A browser test that goes through it again, with the network of the recording.',
    ending: 'spec.ts',
    mimeType: 'text/typescript',
  },
  {
    name: 'diagram',
    title: 'Sequence diagram',
    use: 'Who said what to whom, as a picture (SVG).',
    ending: 'svg',
    mimeType: 'image/svg+xml',
  },
  {
    name: 'markdown',
    title: 'Markdown',
    use: 'A summary to paste into a chat or an issue.',
    ending: 'md',
    mimeType: 'text/markdown',
  },
];

export interface FormatContext {
  /** The backend's origin where a page told it; a HAR names it. */
  origin: string | undefined;
  /** The files of shared/spec, joined. */
  specRuntime: string;
}

export type Written = { ok: true; pieces: Iterable<string> } | { ok: false; sentence: string };

/** A blob in one of the formats, in pieces, so that no text of the whole has to be in memory. */
export function writeAs(name: FormatName, blob: Blob, { origin, specRuntime }: FormatContext): Written {
  switch (name) {
    case 'blob':
      return { ok: true, pieces: writeBlob(blob) };
    case 'har':
      return { ok: true, pieces: writeHar(formatHar(blob, origin)) };
    case 'diagram': {
      const sequence = sequenceOf(mergeTracks(tracksOf([blob])));
      return { ok: true, pieces: [drawSequence(sequence, `Load ${blob.traceId ?? ''}`)] };
    }
    case 'markdown':
      return { ok: true, pieces: [formatMarkdown(blob)] };
    case 'test': {
      const story = storyOf(blob, blob.verdicts);
      if (story.ok) return { ok: true, pieces: [fillSpec(specRuntime, story.story)] };
      return { ok: false, sentence: `A test could not be written: the beginning of the load was cut.` };
    }
  }
}

/** `hilo-4bf92f35-2026-11-22.json`: tells loads apart, and sorts. Only characters that every file system takes. */
export function fileNameOf(format: Format, blob: Blob, madeAtMs: number): string {
  const id = (blob.traceId ?? 'load').replace(/[^0-9a-z]/gi, '').slice(0, 8) || 'load';
  const day = new Date(madeAtMs).toISOString().slice(0, 10);
  const kind = blob.textIncluded ? '-with-texts' : '';
  return `hilo-${id}-${day}${kind}.${format.ending}`;
}

const pieceCharsMax = 1 << 20;

/**
 * Pieces of text joined to a file, about a megabyte at a time: each batch is handed to the browser, which keeps it
 * outside the page's memory. `makeBlob` is the browser's `Blob`.
 */
export function toFile<File>(
  pieces: Iterable<string>,
  makeBlob: (parts: readonly (string | File)[]) => File,
): File {
  const done: File[] = [];
  let batch: string[] = [];
  let chars = 0;
  for (const piece of pieces) {
    batch.push(piece);
    chars += piece.length;
    if (chars < pieceCharsMax) continue;
    done.push(makeBlob(batch));
    batch = [];
    chars = 0;
  }
  return makeBlob([...done, ...batch]);
}
