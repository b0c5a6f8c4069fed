import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { BrokenBuild } from './broken-build.ts';
import { buildWidget } from './build-widget.ts';
import { blobOf } from './fixture.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

interface Where extends Pick<StageOptions, 'page' | 'world'> {
  /** Folder of the widget's variant in `dist/faults`, for who needs one of their own; else the rule names it. */
  variant?: string;
}

/**
 * Builds a broken build, plays its story in a world that has its server, and resolves with what the widget recorded.
 * `look` sees the stage, and that, when the story is over.
 */
export async function playBroken(
  build: BrokenBuild,
  { variant = build.rule, ...where }: Where,
  look?: (stage: Stage, blob: Blob) => Promise<void>,
): Promise<Blob> {
  const { widget = [], site = 'norte', sql = [], undo = [], withServer, play } = build;
  const { world } = where;
  const built = widget.length > 0 ? await buildWidget(variant, widget) : undefined;
  try {
    for (const statement of sql) await world.database.rows(statement);
    const stage = await openStage({ ...where, site, built });
    try {
      await play(stage);
      const blob = blobOf(await stage.recorded(), withServer ? await stage.serverLines() : []);
      await look?.(stage, blob);
      return blob;
    } finally {
      await stage.close();
    }
  } finally {
    world.cable.restore();
    for (const statement of undo) await world.database.rows(statement);
  }
}

/** Ids of the promises that a blob shows as broken. */
export function brokenIn({ verdicts }: Blob): string[] {
  return verdicts
    .filter(({ status }) => status === 'violated')
    .map(({ ruleId }) => ruleId)
    .sort();
}
