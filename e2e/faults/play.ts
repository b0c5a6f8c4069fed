import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { Browser } from '@playwright/test';
import type { World } from '../support/world.ts';
import type { BrokenBuild } from './broken-build.ts';
import { buildWidget } from './build-widget.ts';
import { blobOf } from './fixture.ts';
import { openStage } from './stage.ts';

/** Builds a broken build, plays its story in a world that has its server, and resolves with what the widget recorded. */
export async function playBroken(browser: Browser, world: World, build: BrokenBuild): Promise<Blob> {
  const { rule, widget = [], site = 'norte', sql = [], undo = [], withServer, play } = build;
  const built = widget.length > 0 ? await buildWidget(rule, widget) : undefined;
  try {
    for (const statement of sql) await world.database.rows(statement);
    const stage = await openStage(browser, world, site, built);
    try {
      await play(stage);
      return blobOf(await stage.recorded(), withServer ? await stage.serverLines() : []);
    } finally {
      await stage.close();
    }
  } finally {
    world.cable.restore();
    for (const statement of undo) await world.database.rows(statement);
  }
}

/** What a blob says that is not as expected; undefined where exactly this promise is broken, and what breaks with it. */
export function findSurprise(
  { rule, alsoBreaks = [], mayBreak = [] }: BrokenBuild,
  blob: Blob,
): string | undefined {
  const violated = blob.verdicts.filter(({ status }) => status === 'violated').map(({ ruleId }) => ruleId);
  const missing = [rule, ...alsoBreaks].filter((id) => !violated.includes(id));
  const expected = [rule, ...alsoBreaks, ...mayBreak];
  const extra = violated.filter((id) => !expected.includes(id));
  if (missing.length + extra.length === 0) return undefined;
  return `kept: ${missing.join(', ') || '-'}; broken as well: ${extra.join(', ') || '-'}`;
}
