import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

test('where no words can be fetched the launcher answers, says so, and the chat comes when they can', async ({
  newVisitor,
  watch,
}) => {
  watch.allow(/hilo-(en\.json|more-)|Failed to load resource/);
  const cut = { reachable: false };
  const visitor = await newVisitor({
    prepare: (page) =>
      page.route(/hilo-(en\.json|more-)/, (route) => (cut.reachable ? route.continue() : route.abort())),
  });
  await visitor.open();
  await expect(visitor.panel).toContainText(words.bootFailed);
  // There are no words for one.
  await expect(visitor.panel.locator('.none button')).toHaveCount(0);
  cut.reachable = true;
  await expect(visitor.startButton).toBeVisible();
  await visitor.start();
  await visitor.send('there it is');
  await visitor.expectSaid('there it is');
});

test('where the words alone cannot be fetched they come with the rest', async ({ newVisitor, watch }) => {
  watch.allow(/hilo-en\.json|Failed to load resource/);
  const visitor = await newVisitor({
    prepare: (page: Page) => page.route('**/hilo-en.json*', (route) => route.abort()),
  });
  await visitor.open();
  await expect(visitor.startButton).toBeVisible();
  await visitor.start();
  await visitor.send('there it is');
  await visitor.expectSaid('there it is');
});
