import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distFolder } from '../support/built-extension.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { expect, pageTest as test } from '../support/extension.ts';
import { startExtensionBrowser } from '../support/extension-browser.ts';
import { loadAnew } from '../support/extension-settings.ts';
import { openPopup } from '../support/popup.ts';

const nextVersion = '99.0.0';

/** A chat that goes on: a socket that stays open, requests, and what it keeps. */
const talk = `
  const socket = new WebSocket(socketUrl);
  const opened = new Promise((resolve) => socket.addEventListener('open', resolve));
  window.talk = async (n) => {
    await opened;
    const heard = new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    socket.send(JSON.stringify({ type: 'ping', n }));
    tell({ kind: 'timer', phase: 'set', name: 'poll', delayMs: n });
    localStorage.setItem('chatCache-wgt_site', String(n));
    return [JSON.parse((await heard).data).n, await (await fetch(api + 'thing')).json(), localStorage['chatCache-wgt_site']];
  };`;

test('[R6.4] an update ends what watched a page, without a word on it: DevTools closes, the popup asks for a reload, and all is there again', async ({
  watch,
}) => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), 'hilo-e2e-update-'));
  await cp(join(distFolder, 'chrome-demo'), folder, { recursive: true });
  const site = await startCaptureSite();
  site.serve(`<!doctype html><title>site</title><script>${widgetScript()}${talk}</script>`);
  const extension = await startExtensionBrowser({ folder });
  try {
    const { page } = extension;
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    watch.follow(extension.context);
    const say = (n: number) =>
      page.evaluate((number) => (window as unknown as { talk(n: number): Promise<unknown> }).talk(number), n);
    const all = (n: number) => [n, { ok: true }, `${n}`];
    await page.goto(site.origin);
    expect(await say(1)).toEqual(all(1));
    const { window, panel } = await extension.openPanel();
    await expect(panel.locator('.status-line')).toContainText('Live');

    const closed = window.waitForEvent('close');
    await setVersion(folder, nextVersion);
    await loadAnew(extension, nextVersion);
    await closed;
    await page.bringToFront();
    expect(await say(2)).toEqual(all(2));
    const popup = await openPopup(extension, page);
    await expect(popup.getByRole('heading', { name: 'Reload the page to begin' })).toBeVisible();
    expect(await say(3)).toEqual(all(3));

    await popup.getByRole('button', { name: 'Reload the page' }).click();
    await expect(popup.getByRole('article')).toContainText('No conversation is on screen.');
    expect(await say(4)).toEqual(all(4));
    expect(said).toEqual([]);
  } finally {
    await extension.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
});

async function setVersion(folder: string, version: string): Promise<void> {
  const file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), version }));
}
