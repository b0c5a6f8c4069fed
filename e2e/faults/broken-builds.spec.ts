import { expect, test } from '../support/fixtures.ts';
import { brokenBuilds } from './catalogue.ts';
import { findSurprise, playBroken } from './play.ts';

/**
 * Quick to play and harmless to the world of the other tests: they run with every test run, so that what
 * `npm run faults:record` has kept of all stays what happens.
 */
const live = new Set([
  'double-click-is-one-start',
  'read-only-when-looking',
  'send-has-client-message-id',
  'survey-own-conversation',
  'ten-fields-complete',
]);

for (const build of brokenBuilds) {
  if (!live.has(build.rule)) continue;
  test(`[R1.3] a build that breaks ${build.rule} is found out: ${build.mistake}`, async ({
    browser,
    world,
  }) => {
    const blob = await playBroken(browser, world, build);
    expect(findSurprise(build, blob)).toBeUndefined();
  });
}
