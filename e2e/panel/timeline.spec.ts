import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findBarriers } from '../support/axe.ts';
import { expect, pageTest, test } from '../support/extension.ts';
import type { ExtensionBrowser } from '../support/extension-browser.ts';
import { Visitor } from '../support/visitor.ts';

const fixtures = join(import.meta.dirname, '../../shared/testing/fixtures');

/** The panel without a page, with recorded chats in it. */
async function openFiles(extension: ExtensionBrowser, ...names: string[]): Promise<Page> {
  const { page } = extension;
  await page.goto(extension.addressOf('src/panel/panel.html'));
  await page
    .getByTestId('choose-file')
    .first()
    .setInputFiles(names.map((name) => join(fixtures, `${name}.json`)));
  await page.locator('.event-row').first().waitFor();
  return page;
}

test('[R6.4] every load of the tab, with what it did on the wire and in storage, live in DevTools', async ({
  extension,
  world,
}) => {
  const { page } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  const { panel } = await extension.openPanel();
  const loads = panel.locator('.load-row');
  // Opened late, and yet there is all of it since the load.
  await expect(loads).toHaveCount(1);
  await expect(loads).toContainText('waiting');
  const list = panel.getByRole('listbox', { name: 'Events' });
  await expect(list.getByText(/^loads http/)).toBeVisible();
  await panel.locator('#filter-text').fill('Where is my jug?');
  await expect(list.getByText(/^→ \d+ send “Where is my jug\?”/)).toBeVisible();
  await expect(panel.locator('.status-line')).toContainText('capture loss 0');

  await list.getByText(/^→ \d+ send/).click();
  const detail = panel.getByRole('complementary', { name: 'Detail' });
  await expect(detail.getByRole('row', { name: /^conversationId/ })).toContainText(/[0-9a-f-]{36}/);
  await expect(detail).toContainText('The same operation');

  await page.reload();
  await expect(loads).toHaveCount(2);
  await expect(loads.first()).toContainText('reload');

  // From here on the browser has recorded all there is: a third witness, of the same.
  await loads.first().click();
  await visitor.openConversation();
  await visitor.send('Or shall I come by?');
  await visitor.expectSent('Or shall I come by?');
  const status = panel.locator('.status-line');
  await expect(status).toContainText('missed by capture 0');
  await expect(status).not.toContainText('not recorded');
  await expect(status).toContainText('capture loss 0');
});

pageTest('[R6.5] a recorded chat is walked through with the keyboard alone', async ({ extension }) => {
  const page = await openFiles(extension, 'broken/shown-once');
  await page.keyboard.press('End');
  const selected = page.getByRole('option', { selected: true });
  await expect(selected).toContainText('broken promise');
  const detail = page.getByRole('complementary', { name: 'Detail' });
  await expect(detail).toContainText('Every message is on screen exactly once');
  await page.keyboard.press('k');
  await expect(selected).not.toContainText('broken promise');
  await page.keyboard.press('[');
  await expect(page.locator('.moment-bar')).toContainText('Looking at');
  await page.keyboard.press('2');
  await expect(page.getByRole('region', { name: 'State', exact: true })).toBeVisible();
  await expect(page.locator('.moment-bar')).toContainText('Looking at');
  await page.keyboard.press('n');
  await expect(page.locator('.moment-bar')).toBeHidden();

  await page.keyboard.press('/');
  await page.keyboard.type('/(/');
  await expect(page.getByRole('alert')).toContainText('Not a regular expression');
  await page.locator('#filter-text').fill('/^socket/');
  await expect(page.locator('.filter-count')).toHaveText(/^\d of 75$/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

pageTest('the life of an id is one click away, and so is the way back', async ({ extension }) => {
  const page = await openFiles(extension, 'clean/chat');
  await page.getByText(/^→ 1 bootstrap/).click();
  const conversationId = page.getByRole('row', { name: /^conversationId/ }).getByRole('button');
  await conversationId.click();
  const chip = page.getByRole('button', { name: /^life of/ });
  await expect(chip).toHaveAttribute('title', (await conversationId.textContent()) ?? '');
  await expect(page.locator('.filter-count')).toHaveText(/^[1-7]\d of 89$/);
  await chip.click();
  await expect(page.locator('.filter-count')).toHaveText(/^3\d of 89$/);
});

pageTest('a span of time is chosen by dragging, and with the keyboard', async ({ extension }) => {
  const page = await openFiles(extension, 'clean/chat');
  const count = page.locator('.filter-count');
  const before = await count.textContent();
  const box = (await page.locator('.overview-box').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.2, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: /s of time/ })).toBeVisible();
  expect(await count.textContent()).not.toBe(before);
  const from = page.getByRole('slider', { name: /^From/ });
  const at = Number(await from.getAttribute('aria-valuenow'));
  await from.press('ArrowRight');
  expect(Number(await from.getAttribute('aria-valuenow'))).toBeGreaterThan(at);
  await from.press('Escape');
  await expect(count).toHaveText(before ?? '');
});

for (const colorScheme of ['dark', 'light'] as const) {
  pageTest(`nothing serious for axe, ${colorScheme}, wide and as narrow as a dock`, async ({ extension }) => {
    const { page } = extension;
    await page.emulateMedia({ colorScheme });
    await openFiles(extension, 'broken/shown-once', 'clean/chat');
    await page.keyboard.press('End');
    await page.getByRole('button', { name: /^Kinds/ }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await findBarriers(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
