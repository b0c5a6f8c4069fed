import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Page } from '@playwright/test';
import { findBarriers } from '../support/axe.ts';
import { expect, test } from '../support/extension.ts';
import { startExtensionBrowser } from '../support/extension-browser.ts';
import { openPopup } from '../support/popup.ts';
import { Visitor } from '../support/visitor.ts';
import { forgedWidget, readRecorded, serveForged } from './forged-page.ts';

test('[R6.5] tells a support engineer how the chat on the page stands, and copies its debug info', async ({
  extension,
  world,
  agent,
}) => {
  const { page, context } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  // Now: a click on the page would close the popup.
  await visitor.close();
  const popup = await openPopup(extension, page);
  const card = popup.getByRole('article', { name: 'Alfar' });
  await expect(card).toContainText('The visitor is waiting for a reply.');
  await expect(card).toContainText('Live');
  await expect(card).toContainText(await visitor.conversationId());
  await expect(card).toContainText(/\d+ promises put to the test: all kept/);

  const marta = await agent();
  await marta.reply(await visitor.conversationId(), 'On its way.');
  await expect(card).toContainText('An agent has the conversation.');
  await expect(card).toContainText('1 message');

  expect(await popup.evaluate(() => document.body.offsetWidth)).toBe(360);
  expect(await popup.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    await popup.evaluate(() => innerWidth),
  );
  await expectNoBarriers(popup);

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  expect(await copiedTexts(popup)).not.toContain('Where is my jug?');
  await popup.getByRole('checkbox', { name: 'Include what people wrote' }).check();
  expect(await copiedTexts(popup)).toContain('Where is my jug?');

  await popup.evaluate(() => {
    navigator.clipboard.write = () => Promise.reject(new Error('forbidden by a policy'));
  });
  const saved = popup.waitForEvent('download');
  await popup.getByRole('button', { name: 'Copy debug info' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^hilo-wgt_alfar-[0-9a-f]{8}\.json$/);
  await expect(card).toContainText('saved as hilo-wgt_alfar-');

  const opened = context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Open in panel view' }).click();
  expect((await opened).url()).toContain(`panel.html?tabId=${await extension.tabIdOf(page)}`);
});

test('[R6.4] names what broke, in every widget and frame, and says plainly what a page makes up', async ({
  extension,
}) => {
  const events = await readRecorded('broken/one-open-conversation');
  const clean = await readRecorded('clean/chat');
  const site = await serveForged({
    '/': `<!doctype html><title>Two</title>${forgedWidget('wgt_broken', events)}<iframe src="/frame"></iframe>`,
    '/frame': `<!doctype html>${forgedWidget('<b>bold</b>', clean)}`,
    '/empty': '<!doctype html><title>Nothing</title>',
  });
  try {
    const { page, worker } = extension;
    await page.goto(`${site.origin}/`);
    const popup = await openPopup(extension, page);
    const cards = popup.getByRole('article');
    await expect(cards).toHaveCount(2);
    await expect(cards.first()).toContainText(/promises? broken/);
    await expect(cards.first()).toContainText('A contact has at most one open conversation');
    await expect(cards.last()).toContainText('In a frame:');
    await expect(cards.last()).toContainText('<b>bold</b>');
    await expectNoBarriers(popup);
    const tabId = await extension.tabIdOf(page);
    await expect.poll(() => worker.evaluate(badgeOf, tabId)).toMatch(/^[1-9]/);

    await cards.first().getByRole('button', { name: 'Copy debug info' }).click();
    await expect(cards.first()).toContainText('something that is not debug info');

    await page.goto(`${site.origin}/empty`);
    await expect(popup.getByRole('heading', { name: 'No chat on this page' })).toBeVisible();
    await expectNoBarriers(popup);
    await popup.getByRole('button', { name: 'Stop watching this site' }).click();
    await expect(popup.getByRole('status').last()).toContainText('always watches this site');
  } finally {
    await site.close();
  }
});

test('[R6.5] the released build watches nothing before a person lets it, and says why where nobody can', async ({
  world,
}) => {
  const extension = await startExtensionBrowser({ variant: 'chrome' });
  try {
    const { page } = extension;
    await page.goto(`${world.shopOrigin}/`);
    const popup = await openPopup(extension, page);
    await expect(popup.getByRole('heading', { name: 'This site is not watched' })).toBeVisible();
    await expect(popup.getByRole('main')).toContainText('127.0.0.1');
    await expect(popup.getByRole('button', { name: 'Watch this site' })).toBeEnabled();
    await expectNoBarriers(popup);
    expect(await page.evaluate(() => Symbol.for('hilo.devtools.capture') in globalThis)).toBe(false);
    await popup.close();

    await page.goto('about:blank');
    const closed = await openPopup(extension, page);
    await expect(closed.getByRole('heading', { name: 'Nothing to see on this page' })).toBeVisible();
  } finally {
    await extension.close();
  }
});

/** Presses the button with the keyboard, and reads what people wrote from what was copied. */
async function copiedTexts(popup: Page): Promise<string> {
  await popup.getByRole('button', { name: 'Copy debug info' }).press('Enter');
  await expect(popup.getByRole('article').getByRole('status').last()).toContainText('Copied');
  const text = await popup.evaluate(() => navigator.clipboard.readText());
  const reading = readBlob(text);
  if (!reading.ok) throw new Error(reading.sentence);
  return JSON.stringify(reading.blob.loads.flatMap(eventsOf));
}

async function expectNoBarriers(popup: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await popup.emulateMedia({ colorScheme });
    expect(await findBarriers(popup), `barriers in ${colorScheme}`).toEqual([]);
  }
}

function badgeOf(tabId: number): Promise<string> {
  return chrome.action.getBadgeText({ tabId });
}
