import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeBlob } from '@hilo/shared/reconstruct/judge-blob.ts';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { Browser } from '@playwright/test';
import { type ReplayReport, replayBlob } from '../../backend/src/cli/replay/replay-blob.ts';
import { readWidgetFiles, type WidgetFiles } from '../../backend/src/cli/replay/widget-files.ts';
import { distFolder } from '../../backend/src/start/front-ends.ts';
import { type ScriptedSite, startScriptedSite } from './scripted-site.ts';
import { recordSession } from './session.ts';

/** Where sessions are recorded and replayed: one browser, one site, the widget as it was built. */
export interface Studio {
  readonly browser: Browser;
  readonly files: WidgetFiles;
  readonly site: ScriptedSite;
}

export interface Replayed {
  seed: number;
  /** Of one that is not identical, or breaks a promise, where the session itself came to its end: a thousand others would fill the memory. */
  blob: Blob | null;
  report: ReplayReport;
  /** Promises that were broken while it was recorded, in words. */
  broken: string[];
}

export async function openStudio(browser: Browser): Promise<Studio> {
  const folder = process.env.HILO_WIDGET ?? join(distFolder, 'widget');
  const files = await readWidgetFiles(folder);
  return {
    browser,
    files,
    site: await startScriptedSite(files, await readFile(join(folder, 'hilo.js'), 'utf8')),
  };
}

/** The blob of a random session, as a person would have copied it. */
export async function recordBlob({ browser, site }: Studio, seed: number): Promise<Blob> {
  const reading = readBlob(await recordSession(browser, site, seed));
  if (!reading.ok) throw new Error(`the blob of session ${seed} cannot be read: ${reading.sentence}`);
  return reading.blob;
}

/** Records and replays a session for each seed, a few at a time. */
export async function replayMany(
  studio: Studio,
  seeds: readonly number[],
  atOnce: number,
  done: (replayed: Replayed) => void = () => {},
): Promise<Replayed[]> {
  const waiting = [...seeds];
  const all: Replayed[] = [];
  const work = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const replayed = await recordAndReplay(studio, seed);
      all.push(replayed);
      done(replayed);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return all;
}

/** One session that breaks is told as that, and the others go on. */
async function recordAndReplay(studio: Studio, seed: number): Promise<Replayed> {
  let blob: Blob | null = null;
  try {
    blob = await recordBlob(studio, seed);
    const report = await replayBlob(blob, studio.browser, studio.files);
    const broken = brokenIn(blob);
    return {
      seed,
      blob: report.outcome === 'identical' && broken.length === 0 ? null : blob,
      report,
      broken,
    };
  } catch (error) {
    const report: ReplayReport = { outcome: 'different', sentences: [`broke: ${error}`], loads: [] };
    // Of what was not recorded nobody can say that it kept its promises.
    return { seed, blob, report, broken: blob ? brokenIn(blob) : ['nothing was recorded'] };
  }
}

function brokenIn(blob: Blob): string[] {
  return judgeBlob(blob).verdicts.flatMap(({ rule, violations: [first] }) =>
    first ? [`${rule.id}: ${first.detail}`] : [],
  );
}
