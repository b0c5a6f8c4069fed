import { planReplay } from '@hilo/shared/reconstruct/replay/plan.ts';
import type { Comparison } from '@hilo/shared/reconstruct/replay/verdict.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { Browser } from '@playwright/test';
import { replayLoad } from './replay-load.ts';
import { buildOf, type WidgetFiles } from './widget-files.ts';

export interface ReplayReport {
  outcome: 'identical' | 'different' | 'not_comparable';
  /** In words, one line each; the first says the outcome. */
  sentences: string[];
  /** One per load that was driven, in their order. */
  loads: Comparison[];
}

/** Drives the widget again through everything in the blob that is whole. */
export async function replayBlob(blob: Blob, browser: Browser, files: WidgetFiles): Promise<ReplayReport> {
  const plan = planReplay(blob, buildOf(files));
  if (!plan.ok) return { outcome: 'not_comparable', sentences: [plan.sentence], loads: [] };
  const loads: Comparison[] = [];
  // Loads of one blob are of one browser, and lack the same.
  const notes = new Set<string>();
  for (const script of plan.scripts) {
    const { comparison, notes: own } = await replayLoad(browser, files, script);
    loads.push(comparison);
    for (const note of own) notes.add(note);
    if (comparison.outcome !== 'identical') break;
  }
  return reportOf(loads, plan.skipped, [...notes]);
}

/** What a person is told of it. A page that lacks what the recording's had proves only what it does alike. */
export function reportOf(
  loads: Comparison[],
  skipped: readonly string[],
  notes: readonly string[],
): ReplayReport {
  const last = loads.at(-1) as Comparison;
  const sentences = [...loads.map(({ sentence }) => sentence), ...skipped];
  if (last.outcome === 'identical' || notes.length === 0)
    return { outcome: last.outcome, sentences: [...sentences, ...notes], loads };
  return {
    outcome: 'not_comparable',
    sentences: [`not comparable: ${notes.join('; ')}`, ...sentences],
    loads,
  };
}
