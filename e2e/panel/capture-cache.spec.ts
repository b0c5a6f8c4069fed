import { CaptureListener } from '../support/capture-listener.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { expect, pageTest as test } from '../support/extension.ts';

test('[R6.4][B4] a page that comes back from the back/forward cache goes on with its story where it was', async ({
  extension,
}) => {
  const site = await startCaptureSite();
  site.serve(`<!doctype html><title>cached</title><script>${widgetScript()}</script>`);
  const { page } = extension;
  await page.goto(`${site.origin}/one`);
  const listener = await CaptureListener.open(extension);
  const first = await listener.document();
  await page.goto(`${site.origin}/two`);
  const lifeOf = async () =>
    (await listener.documents()).find(({ documentId }) => documentId === first.documentId)?.life;
  await expect.poll(lifeOf).toBe('frozen');
  // A page from the cache does not load again, so there is no load to wait for.
  await page.goBack({ waitUntil: 'commit' });
  await expect.poll(lifeOf).toBe('alive');
  const key = 'chatCache-wgt_site';
  await listener.ask(first.documentId, { type: 'write_storage', key, value: '"back"' });
  const mine = async () =>
    (await listener.records()).filter(({ documentId }) => documentId === first.documentId);
  const told = async () =>
    (await mine()).flatMap(({ event }) =>
      event.witness !== 'wire'
        ? []
        : event.kind === 'page'
          ? [event.what]
          : event.kind === 'storage'
            ? [event.value]
            : [],
    );
  await expect.poll(told).toEqual(expect.arrayContaining(['pagehide', 'pageshow', 'back']));
  const numbers = (await mine()).map(({ n }) => n);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
  await site.close();
});
