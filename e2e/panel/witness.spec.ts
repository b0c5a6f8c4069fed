import { type CaptureSite, startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { pageTest as base, expect } from '../support/extension.ts';

const test = base.extend<{ site: CaptureSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  site: async ({}, use) => {
    const site = await startCaptureSite();
    await use(site);
    await site.close();
  },
});

/** A Worker, where capture cannot be, which asks the chat's server for something and opens a socket to it. */
const withWorker = `
  ${widgetScript()}
  const inWorker = 'onmessage = ({ data: { api, socketUrl } }) => { fetch(api + "behind", { method: "POST", body: "x" });'
    + 'const s = new WebSocket(socketUrl + "/behind"); s.onopen = () => s.send("{}"); s.onmessage = () => postMessage("done"); }';
  window.work = () => new Promise((resolve) => {
    const worker = new Worker(URL.createObjectURL(new Blob([inWorker], { type: 'text/javascript' })));
    worker.onmessage = resolve;
    worker.postMessage({ api, socketUrl });
  });`;

test('[R6.4] what capture cannot hear is a number in DevTools that leads to it: a Worker’s request and its open socket', async ({
  extension,
  site,
}) => {
  test.setTimeout(120_000);
  site.serve(`<!doctype html><title>site</title><script>${withWorker}</script>`);
  const { page } = extension;
  await page.goto(site.origin);
  const { panel } = await extension.openPanel();
  const status = panel.locator('.status-line');
  await expect(status).toContainText('Live');
  // Heard by whatever way the page has: none of these is missed.
  await page.evaluate(async () => {
    const { api, socketUrl } = window as unknown as { api: string; socketUrl: string };
    await fetch(`${api}thing`, { keepalive: true });
    navigator.sendBeacon(`${api}beacon`, 'x');
    const socket = new WebSocket(socketUrl);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    socket.close();
  });
  await expect(status).toContainText('missed by capture 0');

  await page.evaluate(() => (window as unknown as { work(): Promise<unknown> }).work());
  const missed = status.getByRole('button', { name: 'missed by capture 2' });
  // The panel looks for open sockets every now and then.
  await expect(missed).toBeVisible({ timeout: 30_000 });
  await missed.click();
  const list = panel.getByRole('listbox', { name: 'Events' });
  const selected = list.getByRole('option', { selected: true });
  const detail = panel.getByRole('complementary', { name: 'Detail' });
  await expect(selected).toContainText('seen by the browser');
  await expect(detail).toContainText('/v1/widgets/wgt_site/behind');
  await missed.click();
  await expect(detail).toContainText('/ws/wgt_site/behind');
});
