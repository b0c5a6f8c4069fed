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

test('[R1.4] debug info can be had where the network failed first, and every file comes once', async ({
  newVisitor,
}) => {
  const failed = new Set<string>();
  const came: string[] = [];
  const visitor = await newVisitor({
    prepare: (page) =>
      page.route(/\/hilo-(more|tools)-/, (route) => {
        const [, file = ''] = /(hilo-\w+)-/.exec(route.request().url()) ?? [];
        if (failed.has(file)) {
          came.push(file);
          return route.continue();
        }
        failed.add(file);
        return route.abort();
      }),
  });
  await visitor.open();
  // The first try of each is lost; asked again, they are fetched again.
  await expect
    .poll(() => visitor.page.evaluate(formatOfBlob).catch(() => null), { timeout: 20_000 })
    .toBe('hilo-debug-blob');
  expect([...failed].sort()).toEqual(['hilo-more', 'hilo-tools']);
  expect(came.sort()).toEqual(['hilo-more', 'hilo-tools']);
});

async function formatOfBlob(): Promise<unknown> {
  const { Hilo } = window as unknown as { Hilo: (name: string) => Promise<{ format: unknown }> };
  return (await Hilo('debug')).format;
}
