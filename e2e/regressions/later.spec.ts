import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

test('[B1] what is fetched later and cannot be had says so, is tried again, and is there when it can', async ({
  newVisitor,
}) => {
  const visitor = await newVisitor({
    prepare: (page) => page.route('**/hilo-more-*', (route) => route.abort()),
  });
  await visitor.open();
  await visitor.startButton.click();
  await expect(visitor.panel).toContainText(words.reconnecting);
  await visitor.page.unroute('**/hilo-more-*');
  await expect(visitor.button(words.startChat)).toBeVisible({ timeout: 20_000 });
  await expect(visitor.panel).not.toContainText(words.reconnecting);
});
