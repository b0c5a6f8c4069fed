import type { Page } from '@playwright/test';
import { captureMark } from '../../extension/src/channel/page-port.ts';
import { CaptureListener } from '../support/capture-listener.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { expect, pageTest as test } from '../support/extension.ts';
import { startExtensionBrowser } from '../support/extension-browser.ts';
import { answerBeforehand } from '../support/extension-settings.ts';
import { openPopup } from '../support/popup.ts';

const loads = 100;

/** What the page's very first script finds, and what it can overhear of the hand-over between the two scripts. */
const firstScript = `
  const list = globalThis[Symbol.for('hilo.devtools')];
  window.isEarly = !!list && Object.hasOwn(list, 'push') && document.scripts.length === 1;
  window.overheard = 0;
  for (const name of ['hilo-devtools-offer', 'hilo-devtools-call', 'message']) {
    for (const target of [document, window]) target.addEventListener(name, () => { window.overheard += 1; }, true);
  }
  ${widgetScript()}
  fetch(api + 'bootstrap');
`;

test('[R6.4] the released build watches a site from the click that lets it on, before a page’s first script and with its way out, 100 of 100 loads, until that is taken back', async () => {
  test.setTimeout(240_000);
  const site = await startCaptureSite();
  site.serve(`<!doctype html><title>early</title><script>${firstScript}</script>`);
  const extension = await startExtensionBrowser({ variant: 'chrome' });
  try {
    const { page } = extension;
    await page.goto(site.origin);
    expect(await look(page)).toEqual([false, 0]);
    await answerBeforehand(extension, 'http://127.0.0.1/*');
    await page.bringToFront();
    const popup = await openPopup(extension, page);
    await popup.getByRole('button', { name: 'Watch this site' }).click();
    await expect(popup.getByRole('heading', { name: 'Reload the page to begin' })).toBeVisible();
    await popup.getByRole('button', { name: 'Reload the page' }).click();
    await expect(popup.getByRole('article')).toContainText('wgt_site');

    const listener = await CaptureListener.open(extension);
    await page.bringToFront();
    let early = 0;
    let overheard = 0;
    for (let i = 1; i < loads; i++) {
      await page.goto(`${site.origin}/?${i}`);
      const [isEarly, heard] = await look(page);
      if (isEarly) early += 1;
      overheard += heard;
    }
    expect([early, overheard]).toEqual([loads - 1, 0]);
    // Each load was found, and the first thing it asked for was heard.
    await expect.poll(async () => (await listener.documents()).length).toBe(loads);
    await expect.poll(async () => (await listener.events('wire', 'request')).length).toBe(loads);

    // The first one has closed, as popups do.
    const again = await openPopup(extension, page);
    await again.getByRole('button', { name: 'Stop watching this site' }).click();
    await expect(again.getByRole('heading', { name: 'This site is not watched' })).toBeVisible();
    // The page that is still open is let go of as well.
    const living = async () => (await listener.documents()).filter(({ life }) => life === 'alive');
    await expect.poll(living).toEqual([]);
    await page.reload();
    expect(await look(page)).toEqual([false, 0]);
    expect(await page.evaluate((mark) => Symbol.for(mark) in globalThis, captureMark)).toBe(false);
  } finally {
    await extension.close();
    await site.close();
  }
});

test('[R6.4] a page without a widget is left alone: nobody connects, nothing is kept', async ({
  extension,
}) => {
  const site = await startCaptureSite();
  site.serve('<!doctype html><title>plain</title><h1>Plain</h1>');
  const { page } = extension;
  await page.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  await page.evaluate(async () => {
    await fetch('/v1/widgets/wgt_nobody/bootstrap');
    await fetch('/other/thing');
    localStorage.setItem('chatDevice-wgt_nobody', '{}');
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/wgt_nobody`);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    socket.close();
  });
  // A second tab that has one is heard: so there was time enough for this one.
  const other = await extension.context.newPage();
  site.serve(`<!doctype html><title>other</title><script>${widgetScript()}</script>`);
  await other.goto(site.origin);
  const second = await CaptureListener.open(extension, other);
  await second.document();
  expect(await listener.documents()).toEqual([]);
  expect(await listener.records()).toEqual([]);
  await site.close();
});

/** What the page's first script found, and what was overheard. */
async function look(page: Page): Promise<[isEarly: boolean, overheard: number]> {
  return page.evaluate<[boolean, number]>('[isEarly, overheard]');
}
