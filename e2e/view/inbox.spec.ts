import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import type axe from 'axe-core';
import { type ServedGallery, serveGallery } from '../support/serve-gallery.ts';

/** The inbox's gallery: every state it can be in, without a server behind it. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let served: ServedGallery;

test.beforeAll(async () => {
  const inbox = `${root}backend/inbox`;
  served = await serveGallery(`${inbox}/src/gallery/index.html`, {
    root: inbox,
    configFile: `${inbox}/vite.config.ts`,
  });
});
test.afterAll(() => served.close());

async function show(page: Page, state: string, theme = 'light'): Promise<void> {
  await page.goto(`${served.url}src/gallery/index.html?state=${state}&theme=${theme}`);
  await expect(page.locator('main').first()).toBeVisible();
}

async function seriousIssues(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

const states = [
  'sign-in',
  'expired',
  'loading',
  'empty',
  'failed',
  'list',
  'thread',
  'note',
  'offline',
  'reconnecting',
  'sync-failed',
  'failures',
  'sending',
  'archived',
  'search',
  'many-5000',
];

for (const state of states) {
  test(`${state} has no serious accessibility issue, light and dark, wide and narrow`, async ({ page }) => {
    for (const [theme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await show(page, state, theme);
      expect(await seriousIssues(page)).toEqual([]);
    }
  });
}

test.describe('the keyboard', () => {
  const list = (page: Page) => page.getByRole('listbox');
  const active = (page: Page) => list(page).getAttribute('aria-activedescendant');

  test('moves through the list, opens, writes, and leads back out', async ({ page }) => {
    await show(page, 'thread');
    await page.keyboard.press('j');
    await expect(list(page)).toBeFocused();
    const first = await active(page);
    await page.keyboard.press('j');
    expect(await active(page)).not.toBe(first);
    await page.keyboard.press('k');
    expect(await active(page)).toBe(first);
    await page.keyboard.press('Escape');
    await show(page, 'thread');
    await page.keyboard.press('r');
    // Typed on without a pause: not one letter is lost, or taken for a command.
    await page.keyboard.type('Solve e, take t, help ?');
    await expect(page.getByRole('textbox', { name: 'Reply to Ana Torres' })).toHaveValue(
      'Solve e, take t, help ?',
    );
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: 'Messages with Ana Torres' })).toBeFocused();
    await page.keyboard.press('n');
    await expect(page.getByRole('textbox', { name: 'Private note' })).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(list(page)).toBeFocused();
  });

  test('keeps the highlighted row in the document, however far it is', async ({ page }) => {
    await show(page, 'many-5000');
    await expect(page.getByRole('option').first()).toBeVisible();
    expect(await page.getByRole('option').count()).toBeLessThan(60);
    await page.keyboard.press('j');
    for (let n = 0; n < 30; n++) await page.keyboard.press('ArrowDown');
    const id = await active(page);
    await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
    await page.locator('.list-scroll').evaluate((box) => box.scrollTo({ top: 300_000 }));
    await expect(page.getByRole('option').nth(3)).toBeVisible();
    await expect(page.locator(`[id="${id}"]`)).toHaveCount(1);
  });

  test('switches lists with g, and shows the keys with ?', async ({ page }) => {
    await show(page, 'list');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect(page.getByRole('heading', { name: 'Solved' })).toBeVisible();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(keys).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(keys).toBeHidden();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
  });

  test('works in the menu that assigns: arrows move, Esc gives the focus back', async ({ page }) => {
    await show(page, 'thread');
    await page.keyboard.press('a');
    const items = page.getByRole('menuitemradio');
    await expect(items.filter({ hasText: 'Marta Ruiz (you)' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(items.filter({ hasText: 'Leo Prado' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(items).toHaveCount(0);
    await expect(page.getByRole('button', { name: /Assigned to Marta Ruiz/ })).toBeFocused();
  });
});

test('removing a text asks first, and the focus comes back', async ({ page }) => {
  await show(page, 'thread');
  const button = page.getByRole('button', { name: 'Remove this message’s text' }).last();
  await button.click();
  await expect(page.getByRole('dialog')).toContainText('cannot be brought back');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('a phone shows one pane at a time', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await show(page, 'list');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('listbox')).toBeHidden();
  await show(page, 'thread');
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(page.getByRole('listbox')).toBeVisible();
});
