import axe from 'axe-core';
import { expect, test } from './gallery-page.ts';

const desktop = { width: 1000, height: 800 };
const phone = { width: 390, height: 844 };

test.use({ viewport: desktop });

for (const [name, viewport, theme] of [
  ['light', desktop, 'light'],
  ['dark', desktop, 'dark'],
  ['phone', phone, 'light'],
] as const) {
  test(`every state is accessible and its targets are large enough: ${name}`, async ({ gallery, page }) => {
    // Some thirty pages, each read by axe: more than one test's usual work.
    test.setTimeout(240_000);
    await page.setViewportSize(viewport);
    await gallery.open('closed', theme);
    const fixtures = await page.evaluate(() => Object.keys(window.gallery.fixtures));
    expect(fixtures.length).toBeGreaterThan(25);
    for (const fixture of fixtures) {
      await gallery.open(fixture, theme);
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import('axe-core') };
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      });
      expect(found, fixture).toEqual([]);
      for (const button of await page.locator('section button, button.launcher').all()) {
        const box = await button.boundingBox();
        if (box) expect(Math.min(box.width, box.height), `${fixture}: a target`).toBeGreaterThanOrEqual(24);
      }
    }
  });
}

test('opening moves the focus in, Escape closes and gives it back', async ({ gallery, page }) => {
  await gallery.open('closed-unread');
  const launcher = page.getByRole('button', { name: 'Open chat 12 unread' });
  await launcher.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Olivo & Co.' })).toBeVisible();
  expect(await gallery.focused()).toBe('panel open');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await gallery.focused()).toBe('launcher');
});

test('opened by the page, not by the person, it closes without taking the focus', async ({
  gallery,
  page,
}) => {
  await gallery.open('home');
  await page.getByRole('link', { name: 'closed', exact: true }).focus();
  await gallery.change({ open: false });
  expect(await gallery.focused()).toBeNull();
});

test('a chosen conversation puts the cursor where one writes', async ({ gallery, page }) => {
  await gallery.open('home-open');
  await page.getByRole('button', { name: /Continue your conversation/ }).press('Enter');
  await expect(page.getByRole('textbox')).toBeFocused();
});

test('writing: Enter sends, Shift+Enter breaks the line, a composition’s Enter and the page’s shortcuts do not', async ({
  gallery,
  page,
}) => {
  await gallery.open('thread');
  await page.evaluate(() => {
    document.addEventListener('keydown', (event) => document.body.append(`heard ${event.key}`));
  });
  const field = page.getByRole('textbox', { name: 'Write a message…' });
  await field.pressSequentially('one');
  await field.press('Shift+Enter');
  await field.pressSequentially('two');
  await expect(field).toHaveValue('one\ntwo');
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  expect((await gallery.actions()).map((action) => action.type)).not.toContain('send_clicked');
  await field.press('Enter');
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
  await expect(page.getByText('one\ntwo')).toBeVisible();
  await expect(page.getByText('Sending…')).toBeVisible();
  await expect(page.getByText('heard')).toHaveCount(0);
});

test('what happens meanwhile moves neither the focus nor the caret', async ({ gallery, page }) => {
  await gallery.open('thread');
  const field = page.getByRole('textbox');
  await field.fill('hello world');
  await field.press('Home');
  await gallery.receive('Ana Ruiz', 'While you write');
  await gallery.change({ connection: { name: 'offline' } });
  await page.keyboard.type('Oh, ');
  await expect(field).toHaveValue('Oh, hello world');
});

test('an empty or too long message is not sent, and the counter says why', async ({ gallery, page }) => {
  await gallery.open('thread-over-limit');
  await page.getByRole('textbox').press('Enter');
  await page.getByRole('button', { name: 'Send' }).click({ force: true });
  await expect(page.getByText('800 characters too many')).toBeVisible();
  await page.getByRole('textbox').fill('   ');
  await page.getByRole('textbox').press('Enter');
  expect((await gallery.actions()).map((action) => action.type)).not.toContain('send_clicked');
});

test('the live region says new agent messages, and nothing else', async ({ gallery, page }) => {
  await gallery.open('thread');
  const live = page.locator('[aria-live]');
  await expect(live).toHaveText('');
  await gallery.receive('Ana Ruiz', 'Here I am');
  await expect(live).toHaveText('Ana Ruiz: Here I am');
  await gallery.receive(null, 'Thanks');
  await gallery.change({ soundOn: false });
  await expect(live).toHaveText('Ana Ruiz: Here I am');
});

test('text of others stays text; links open elsewhere and carry nothing along', async ({ gallery, page }) => {
  await gallery.open('thread');
  const hostile = '<img src=x onerror=alert(1)> javascript:alert(1) https://olivo.example/a.';
  await gallery.receive('<b>Eve</b>', hostile);
  await expect(page.locator('.bubble').last()).toHaveText(hostile);
  await expect(page.locator('section img, .who b')).toHaveCount(0);
  const link = page.locator('.bubble').last().getByRole('link');
  await expect(link).toHaveCount(1);
  await expect(link).toHaveAttribute('href', 'https://olivo.example/a');
  await expect(link).toHaveAttribute('rel', 'noopener nofollow');
  await expect(link).toHaveAttribute('target', '_blank');
});

test('a thread opens at its end; further up it keeps the place and offers the way back', async ({
  gallery,
  page,
}) => {
  await gallery.open('thread-long');
  const last = page.getByText('Message number 60', { exact: true });
  await expect(last).toBeInViewport();
  await expect.poll(() => gallery.actions()).toContainEqual({ type: 'thread_end_visible', visible: true });
  const middle = page.getByText('Message number 30', { exact: true });
  await middle.scrollIntoViewIfNeeded();
  const latest = page.getByRole('button', { name: 'Latest message' });
  await expect(latest).toBeVisible();
  expect((await gallery.actions()).at(-1)).toEqual({ type: 'thread_end_visible', visible: false });
  const before = await middle.boundingBox();
  await gallery.receive('Ana Ruiz', 'And one more');
  expect(Math.abs((await middle.boundingBox())!.y - before!.y)).toBeLessThan(2);
  await latest.click();
  await expect(page.getByText('And one more', { exact: true })).toBeInViewport();
  await expect(latest).toBeHidden();
});

test('earlier messages are asked for near the start, and their arrival keeps the place', async ({
  gallery,
  page,
}) => {
  await gallery.open('thread-long');
  await page.evaluate(() => {
    const { state, show } = window.gallery;
    const [id, { messages }] = Object.entries(state.view.threads)[0]!;
    const threads = { [id]: { messages: messages.slice(30), hasEarlier: true } };
    show({ ...state, view: { ...state.view, threads } });
    Object.assign(window, { whole: messages });
  });
  const place = page.getByText('Message number 31', { exact: true });
  await place.scrollIntoViewIfNeeded();
  await expect.poll(() => gallery.actions()).toContainEqual({ type: 'earlier_wanted' });
  const before = await place.boundingBox();
  await page.evaluate(() => {
    const { state, show } = window.gallery;
    const id = Object.keys(state.view.threads)[0]!;
    const { whole: messages } = window as unknown as {
      whole: (typeof state.view.threads)[string]['messages'];
    };
    show({ ...state, view: { ...state.view, threads: { [id]: { messages, hasEarlier: true } } } });
  });
  await expect(page.getByText('Message number 1', { exact: true })).toBeAttached();
  expect(Math.abs((await place.boundingBox())!.y - before!.y)).toBeLessThan(2);
});

test('the line of new messages stays while the person reads, and goes when they write', async ({
  gallery,
  page,
}) => {
  await gallery.open('thread');
  const line = page.getByText('New messages', { exact: true });
  await expect(line).toBeInViewport();
  await page.evaluate(() => {
    const { state, show } = window.gallery;
    const [id, row] = Object.entries(state.view.conversations)[0]!;
    show({
      ...state,
      view: { ...state.view, conversations: { [id]: { ...row, unreadCount: 0, readSeq: 7 } } },
    });
  });
  await expect(line).toBeVisible();
  await gallery.receive(null, 'My answer');
  await expect(line).toBeHidden();
});

test('[R2.B] a forced new chat asks first, and nothing behind the question can be reached', async ({
  gallery,
  page,
}) => {
  await gallery.open('messages');
  await page.getByRole('button', { name: 'New chat' }).press('Enter');
  const question = page.getByRole('alertdialog', { name: 'Start a new chat?' });
  await expect(question).toContainText('Your current conversation will be archived');
  expect(await gallery.focused()).toBe('sheet');
  // The Enter that asked, pressed twice, must not answer too.
  await page.keyboard.press('Enter');
  await expect(question).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Archive it and start a new chat' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a refused form puts the cursor in the first wrong field, and says why beside it', async ({
  gallery,
  page,
}) => {
  await gallery.open('prechat');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.getByRole('textbox', { name: 'E-mail' }).press('Enter');
  const name = page.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription('Fill this in to start.');
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveAttribute('autocomplete', 'email');
});

test('the survey is answered with the keyboard', async ({ gallery, page }) => {
  await gallery.open('survey');
  await page.getByRole('radio', { name: 'Good' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: 'Good' })).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Great' })).toBeChecked();
  await page.getByRole('textbox', { name: 'Anything to add? (optional)' }).fill('Quick!');
  await page.locator('.survey').getByRole('button', { name: 'Send' }).click();
  const types = (await gallery.actions()).map((action) => action.type);
  expect(types.filter((type) => type === 'survey_rated')).toHaveLength(2);
  expect(types).toContain('survey_submitted');
});

test('a retried message loses its button, not the keyboard’s place', async ({ gallery, page }) => {
  await gallery.open('thread-deliveries');
  await page.getByRole('button', { name: 'Discard' }).first().press('Enter');
  await expect(page.getByText('It is the one on the invoice.')).toBeHidden();
  await expect(page.getByRole('textbox')).toBeFocused();
});

test('on a phone the window fills the screen and keeps the focus in', async ({ gallery, page }) => {
  await page.setViewportSize(phone);
  await gallery.open('messages');
  expect(await page.getByRole('dialog').boundingBox()).toEqual({ x: 0, y: 0, ...phone });
  await expect(page.locator('.launcher')).toBeHidden();
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    expect(await gallery.focused()).not.toBeNull();
  }
});

test('what a page does to all of its elements stays outside', async ({ gallery, page }) => {
  await gallery.open('thread');
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('div{transform:rotate(3deg);opacity:.2;filter:blur(3px);display:flex;direction:rtl}');
    document.adoptedStyleSheets = [sheet];
  });
  const bubble = page.locator('.bubble').last();
  await expect(bubble).toHaveCSS('letter-spacing', 'normal');
  await expect(bubble).toHaveCSS('text-transform', 'none');
  const box = (await page.getByRole('dialog').boundingBox())!;
  expect(box.x + box.width).toBeCloseTo(desktop.width - 20, 0);
});

test('shut down, nothing of it is shown', async ({ gallery, page }) => {
  await gallery.open('boot-failed');
  await gallery.change({ phase: { name: 'shut_down' } });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('.launcher')).toHaveCount(0);
});
