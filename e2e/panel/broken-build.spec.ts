import { findMistake } from '../devtools/mistake.ts';
import { serveVariant } from '../faults/serve-variant.ts';
import { expect, test } from '../support/extension.ts';
import { sites } from '../support/fixtures.ts';
import { PanelView } from '../support/panel-view.ts';
import { Visitor } from '../support/visitor.ts';

test('[R6.4][A1] a widget that starts a chat with every click is found out live in DevTools, with the proof', async ({
  extension,
  world,
  judged,
}) => {
  const ruleId = 'double-click-is-one-start';
  judged.provokes(ruleId, 'the widget is built with that mistake');
  const mistake = findMistake(['--mistake', ruleId]);
  if (!mistake) throw new Error('assert: there is this mistake');
  await serveVariant(extension.context, await mistake.build());
  const { page } = extension;
  await page.goto(world.appOrigin);
  const visitor = new Visitor(page, sites.norte.widgetId, 'Vi Broken');
  const panel = new PanelView((await extension.openPanel()).panel);
  await visitor.chat('a chat');
  await panel.show('Promises');
  await expect(panel.button('Show in the timeline')).toHaveCount(0);

  world.cable.delay(200);
  await Promise.all([visitor.call('newChat'), visitor.call('newChat')]);
  await expect(panel.button('Show in the timeline').first()).toBeVisible();
  await expect(panel.view).toContainText(mistake.promise);
  world.cable.restore();
});
