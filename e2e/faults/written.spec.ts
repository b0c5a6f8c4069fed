import { join } from 'node:path';
import { judgedPromises } from '@hilo/shared/reconstruct/judge-blob.ts';
import { storyOf } from '@hilo/shared/reconstruct/replay/story.ts';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Browser } from '@playwright/test';
import { writeSpec } from '../../backend/src/cli/replay/write-spec.ts';
import { copyBlob } from '../replay/session.ts';
import { expect, test } from '../support/fixtures.ts';
import type { World } from '../support/world.ts';
import { builtWidget, type Outcome, runWritten, type WrittenTest } from '../support/written-tests.ts';
import { brokenBuilds } from './catalogue.ts';
import { rootFolder } from './patch.ts';
import { playBroken } from './play.ts';

/**
 * Builds whose mistake is in the widget, some of each family; not of those whose mistake is in the server: no widget mends
 * them. Of two that are left out, the first test passes on the mended build too, for nothing that it compares differs:
 * `ten-fields-complete` and `traceparent-everywhere` are about what an event or a request carries beside it.
 */
const rules = [
  'resync-after-reconnect',
  'send-has-client-message-id',
  'unread-from-server',
  'requests-belong-to-operations',
  'operations-end',
];

test('[R1.4] the test of a complaint reproduces it: red as long as the promise is broken, green where the widget is mended', async ({
  browser,
  world,
}) => {
  test.setTimeout(600_000);
  const written: WrittenTest[] = [];
  for (const rule of rules) {
    const { text, folder } = await complain(browser, world, rule);
    written.push({ name: `${rule}-broken`, text, widget: folder });
    written.push({ name: `${rule}-mended`, text, widget: builtWidget });
  }
  const { outcomes, output } = await runWritten(written, 400_000);
  expect(outcomes.length, output).toBe(written.length * 2);
  const of = (name: string) => outcomes.filter(({ file }) => file === name) as [Outcome, Outcome];
  for (const rule of rules) {
    const [goes, holds] = of(`${rule}-broken`);
    expect(goes.said, `${rule}: the broken build goes as it was recorded`).toBe('');
    expect(holds.title).toMatch(new RegExp(`^promise ".+" holds \\(${rule}\\)$`));
    expect(holds.said, `${rule}: the complaint is reproduced`).toContain(`is broken (${rule})`);
    const [parts, kept] = of(`${rule}-mended`);
    expect(kept.said, `${rule}: the promise holds where the widget is mended`).toBe('');
    expect(parts.said, `${rule}: it is told where the flow parts`).toMatch(
      /recorded was: [^\n]+\n.*what came is: [^\n]+/,
    );
    expect(parts.said.split('\n').length, 'no dump').toBeLessThan(12);
  }
});

/** Plays a broken build, and writes the test of the blob that its visitor copies. */
async function complain(
  browser: Browser,
  world: World,
  rule: string,
): Promise<{ text: string; folder: string }> {
  const build = brokenBuilds.find((one) => one.rule === rule)!;
  const context = await browser.newContext();
  try {
    let copied = '';
    const page = await context.newPage();
    const variant = `written-${rule}`;
    await playBroken(build, { page, world, variant }, async () => {
      copied = await copyBlob(page, false);
    });
    const reading = readBlob(copied);
    if (!reading.ok) throw new Error(reading.sentence);
    const story = storyOf(reading.blob, judgedPromises(reading.blob));
    if (!story.ok) throw new Error(story.sentence);
    expect(story.story.broken.map(({ ruleId }) => ruleId)).toContain(rule);
    return { text: await writeSpec(story.story), folder: join(rootFolder, 'dist/faults', variant) };
  } finally {
    await context.close();
  }
}
