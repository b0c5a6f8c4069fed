import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

test('where the words cannot be fetched the launcher answers, says so, and the chat comes when they do', async ({
  newVisitor,
  watch,
}) => {
  watch.allow(/hilo-en\.json|Failed to load resource/);
  const cut: { reachable: boolean } = { reachable: false };
  const visitor = await newVisitor({
    prepare: (page) =>
      page.route('**/hilo-en.json*', (route) => (cut.reachable ? route.continue() : route.abort())),
  });
  await visitor.open();
  await expect(visitor.panel).toContainText(words.bootFailed);
  cut.reachable = true;
  await expect(visitor.startButton).toBeVisible();
  await visitor.start();
  await visitor.send('there it is');
  await visitor.expectSaid('there it is');
});
