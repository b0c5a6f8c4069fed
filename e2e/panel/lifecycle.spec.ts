import type { Page } from '@playwright/test';
import { CaptureListener } from '../support/capture-listener.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { pageTest as base, expect } from '../support/extension.ts';

/** Pages with a widget, all alike, whatever their path. */
const test = base.extend<{ origin: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  origin: async ({}, use) => {
    const site = await startCaptureSite();
    const converse = `
      window.socket = new WebSocket(socketUrl);
      window.say = (n) => new Promise((resolve) => {
        socket.addEventListener('message', ({ data }) => resolve(JSON.parse(data)), { once: true });
        socket.send(JSON.stringify({ type: 'ping', n }));
      });
      window.ready = new Promise((resolve) => socket.addEventListener('open', resolve));`;
    site.serve(`<!doctype html><title>site</title><script>${widgetScript()}${converse}</script>`);
    await use(site.origin);
    await site.close();
  },
});

/** One frame each way and one request, as the page itself sees them. */
const talk = (page: Page, n: number) =>
  page.evaluate(async (number) => {
    const { ready, say, api } = window as unknown as {
      ready: Promise<unknown>;
      say(n: number): Promise<unknown>;
      api: string;
    };
    await ready;
    const heard = await say(number);
    const answer = await fetch(`${api}thing`, { method: 'POST', body: '{}' });
    return [heard, await answer.json()];
  }, n);

const talked = (n: number) => [{ type: 'ping', n }, { ok: true }];

test('[R6.4] a thousand navigations within a page, and a hundred loads: all are heard, and the panel shows the newest', async ({
  extension,
  origin,
}) => {
  const navigations = 1_000;
  const reloads = 100;
  test.setTimeout(240_000);
  const { page } = extension;
  await page.goto(origin);
  const listener = await CaptureListener.open(extension);
  const panel = await extension.openPanelTab(page);
  await page.bringToFront();
  await page.evaluate((count) => {
    for (let n = 1; n <= count; n++) history.pushState(null, '', `/page/${n}`);
  }, navigations);
  const navigated = async () =>
    (await listener.events('wire', 'page')).filter(({ what }) => what === 'navigated').length;
  await expect.poll(navigated).toBe(navigations);

  for (let n = 1; n <= reloads; n++) await page.reload();
  expect(await talk(page, 1)).toEqual(talked(1));
  await expect.poll(async () => (await listener.documents()).length).toBe(reloads + 1);
  const told = async () => new Set((await listener.records()).map(({ documentId }) => documentId)).size;
  await expect.poll(told).toBe(reloads + 1);
  const { widgets } = await listener.document();
  const newest = panel.locator(`.load-row[title="${widgets[0]?.traceId}"]`);
  await panel.bringToFront();
  await expect(newest).toHaveAttribute('aria-current', 'true');
  await expect(panel.locator('.load-row')).toHaveCount(reloads + 1);
  await expect(panel.locator('.status-line')).toContainText('Live');
});
