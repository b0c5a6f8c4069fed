import { expect, test } from '../support/fixtures.ts';
import { createWorld } from '../support/world.ts';
import { type BuiltWidget, buildWidget } from './build-widget.ts';
import { brokenBuilds } from './catalogue.ts';
import { blobOf, writeFixture } from './fixture.ts';
import { patchServer } from './patch-server.ts';
import { openStage } from './stage.ts';

/** All of them, and what they record is kept: `npm run faults:record`. */
const isRecording = process.env.HILO_FAULTS === 'record';

/** Quick to play: they run with every test run, so that what is recorded stays what happens. */
const live = new Set([
  'send-has-client-message-id',
  'read-only-when-looking',
  'survey-own-conversation',
  'double-click-is-one-start',
  'ten-fields-complete',
]);

for (const build of brokenBuilds) {
  if (!isRecording && !live.has(build.rule)) continue;
  test(`[R1.3] a build that breaks ${build.rule}: ${build.mistake}`, async ({ browser, world }) => {
    test.setTimeout(180_000);
    const { rule, alsoBreaks = [], site = 'norte', widget = [], server, sql = [] } = build;
    const built: BuiltWidget | undefined = widget.length ? await buildWidget(rule, widget) : undefined;
    const isSpoilt = server !== undefined || sql.length > 0;
    const own = isSpoilt
      ? await createWorld(server ? await patchServer(rule, server) : undefined)
      : undefined;
    try {
      const at = own ?? world;
      for (const statement of sql) await at.database.rows(statement);
      const stage = await openStage(browser, at, site, built);
      try {
        await build.play(stage);
        const blob = blobOf(await stage.recorded(), build.withServer ? await stage.serverLines() : []);
        const violated = blob.verdicts.filter((verdict) => verdict.status === 'violated');
        expect(violated.map((verdict) => verdict.ruleId).sort()).toEqual([rule, ...alsoBreaks].sort());
        if (isRecording) await writeFixture(`broken/${rule}`, blob);
      } finally {
        await stage.close();
      }
    } finally {
      world.cable.restore();
      await own?.close();
    }
  });
}
