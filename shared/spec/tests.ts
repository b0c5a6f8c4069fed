import { test } from '@playwright/test';
import { differenceOfScreens, failWhere, firstDifference, shapesOf } from './difference.ts';
import { perform } from './outside.ts';
import { findBrowser, openStage } from './stage.ts';
import { type Any, story } from './story.ts';
import { goTo, listen, lookAt, patienceMs, untilTold, verdictOf } from './time.ts';

const testMsMax = 180_000;

const executablePath = findBrowser();

test.use({
  viewport: story.viewport,
  locale: story.locale,
  timezoneId: story.timeZone ?? 'UTC',
  serviceWorkers: 'block',
  launchOptions: executablePath ? { executablePath, args: ['--no-sandbox'] } : {},
});

test(story.title, async ({ page }) => {
  test.setTimeout(testMsMax);
  const stage = await openStage(page, true);
  for (const step of story.steps) {
    await untilTold(stage, step.after);
    // Some of it the widget does by itself: that it shows the end of a thread, that it waited for too long.
    await goTo(stage, step.at);
    if (stage.count <= step.after) await perform(stage, step, patienceMs);
  }
  await untilTold(stage, story.told);
  await goTo(stage, story.endMs - story.startMs);
  // A moment for what should not happen any more.
  await listen(stage, 100);
  failWhere(firstDifference(stage, true));
  if (story.screen === null) return;
  const { screen } = await lookAt(stage);
  failWhere(differenceOfScreens(shapesOf(story.screen), shapesOf(screen ?? '')));
});

for (const { ruleId, promise } of story.broken) {
  test(`promise "${promise}" holds (${ruleId})`, async ({ page }) => {
    test.setTimeout(testMsMax);
    const stage = await openStage(page, false);
    for (const step of story.steps) {
      // These come by themselves.
      if (step.do === 'ring' || step.do === 'lock') continue;
      await goTo(stage, step.at);
      await perform(stage, step, 0);
    }
    await goTo(stage, story.endMs - story.startMs);
    const verdict = await verdictOf(stage, ruleId);
    const said = verdict?.violations.map(({ detail }: Any) => detail) ?? [
      'The widget knows no such promise.',
    ];
    if (verdict?.status === 'violated' || !verdict)
      throw new Error(`“${promise}” is broken (${ruleId}): ${said.join(' ')}`);
    if (verdict.status === 'not_exercised')
      test.info().annotations.push({ type: 'note', description: `${ruleId} was not put to the test` });
  });
}
