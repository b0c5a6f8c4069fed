import { assembleInSteps } from '@hilo/shared/trace/blob.ts';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob, BlobLoad } from '@hilo/shared/trace/blob-schema.ts';
import type { MaskKey } from '@hilo/shared/trace/masking.ts';
import type { Answer, Command } from '../../../channel/messages.ts';
import type { Load } from '../../model/session.ts';
import { faultsOf, partsOfLoads } from './assemble.ts';
import { joinBlobs } from './join-blobs.ts';

export interface ExportPorts {
  /** Asks the page of a load. */
  command(documentId: string, command: Command): Promise<Answer>;
  /** Whether the document of a load can be asked. */
  isAlive(load: Load): boolean;
  /** 64 fresh random bits. */
  drawMaskKey(): MaskKey;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs a generator to its end, letting the browser draw in between. */
  inTurns<Result>(steps: Generator<undefined, Result>): Promise<Result>;
}

export interface ExportChoice {
  /** What people wrote, as it is. */
  includeText: boolean;
}

export type Exported = { ok: true; blob: Blob; notes: string[] } | { ok: false; sentence: string };

const fromPanel =
  'The page could not be asked, so this is what the panel knows: without the screen, and storage as the trace tells it.';

/**
 * One blob of one or several loads; the last one is what it is about. A page that is there makes its own, since only it
 * knows its screen; the panel adds what it knows besides. A load from a file goes on as it came.
 */
export async function makeExport(
  loads: readonly Load[],
  { includeText }: ExportChoice,
  ports: ExportPorts,
): Promise<Exported> {
  const main = loads.at(-1);
  if (!main) return { ok: false, sentence: 'Choose a load to export.' };
  const notes: string[] = [];
  const own = await blobOf(main, includeText, ports, notes);
  const others = loads.slice(0, -1);
  const fromFiles = others.flatMap((load) => fileLoadOf(load, includeText) ?? []);
  const fromTab = others.filter((load) => fileLoadOf(load, includeText) === undefined);
  const needsFaults = faultsOf(main.events).length > 0 && !hasFaults(own);
  if (fromFiles.length + fromTab.length === 0 && !needsFaults) return { ok: true, blob: own, notes };
  const choice = { includeText, maskKey: ports.drawMaskKey(), madeAtMs: ports.now() };
  const beside = await ports.inTurns(assembleInSteps(partsOfLoads([...fromTab, main], choice)));
  const withFiles = { ...beside, loads: [...fromFiles, ...beside.loads] };
  return { ok: true, blob: await ports.inTurns(joinBlobs(own, withFiles)), notes };
}

/** The widget does not know of them; a blob that the panel assembled, or that came from a file, may have them. */
function hasFaults({ loads }: Blob): boolean {
  return loads.at(-1)?.events.some((event) => event.kind === 'fault') ?? false;
}

async function blobOf(load: Load, includeText: boolean, ports: ExportPorts, notes: string[]): Promise<Blob> {
  const { origin, traceId } = load;
  if (origin.kind === 'file' && mayGoOn(origin.blob, includeText)) {
    if (includeText && !origin.blob.textIncluded)
      notes.push('This came from a file without texts, so there are none to include.');
    if (origin.role === 'this') return origin.blob;
  } else if (origin.kind === 'tab' && ports.isAlive(load)) {
    const asked: Command = { type: 'blob', traceId, includeText, serverLines: true };
    const answer = await ports.command(origin.documentId, asked);
    const reading = answer.ok ? readBlob(answer.value) : answer;
    if (reading.ok && reading.blob.traceId === traceId && (includeText || !reading.blob.textIncluded))
      return reading.blob;
    notes.push(reading.ok ? fromPanel : `${fromPanel} (${reading.sentence})`);
  } else notes.push(fromPanel);
  const choice = { includeText, maskKey: ports.drawMaskKey(), madeAtMs: ports.now() };
  return ports.inTurns(assembleInSteps(partsOfLoads([load], choice)));
}

/** Texts that a file holds are not handed on where they were not asked for: that load is copied and masked instead. */
function mayGoOn(blob: Blob, includeText: boolean): boolean {
  return includeText || !blob.textIncluded;
}

function fileLoadOf({ origin, traceId }: Load, includeText: boolean): BlobLoad | undefined {
  if (origin.kind !== 'file' || !mayGoOn(origin.blob, includeText)) return undefined;
  return origin.blob.loads.find((load) => load.traceId === traceId);
}
