import { findBarriers } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

const widget = '#hilo';
const tabsMax = 40;

test('[R2.E] a whole chat by keyboard alone: open, form, write, read, rate, close', async ({
  newVisitor,
  agent,
}) => {
  const visitor = await newVisitor();
  const { keyboard } = visitor.page;
  await visitor.launcher.waitFor();
  // From the page itself to the launcher.
  const isOnLauncher = () =>
    visitor.launcher.evaluate((node) => (node.getRootNode() as ShadowRoot).activeElement === node);
  for (let n = 0; n < tabsMax && !(await isOnLauncher()); n += 1) await keyboard.press('Tab');
  expect(await isOnLauncher()).toBe(true);
  await keyboard.press('Enter');
  await expect(visitor.panel).toBeVisible();
  const tabTo = async (target: typeof visitor.launcher) => {
    for (let n = 0; n < tabsMax; n += 1) {
      if (await target.evaluate((node) => (node.getRootNode() as ShadowRoot).activeElement === node)) return;
      await keyboard.press('Tab');
    }
    throw new Error('the keyboard does not lead there');
  };
  await tabTo(visitor.startButton);
  await keyboard.press('Enter');
  await tabTo(visitor.panel.getByRole('textbox', { name: words.name }));
  await keyboard.type(visitor.name);
  await keyboard.press('Tab');
  await keyboard.type(visitor.email);
  await keyboard.press('Enter');
  await expect(visitor.messageBox).toBeVisible();
  await tabTo(visitor.messageBox);
  await keyboard.type('typed, never clicked');
  await keyboard.press('Enter');
  await visitor.expectSent('typed, never clicked');

  const marta = await agent();
  const conversationId = await visitor.conversationId();
  await marta.reply(conversationId, 'heard you');
  await expect(visitor.page.locator(widget).getByText(/^Marta.*: heard you$/)).toBeAttached();
  await marta.solve(conversationId);
  await tabTo(visitor.panel.getByRole('radio').first());
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  const rating = visitor.panel.locator('form').filter({ hasText: words.surveyTitle });
  await tabTo(rating.getByRole('button', { name: words.send }));
  await keyboard.press('Enter');
  await expect(visitor.panel).toContainText(words.surveyThanks.replace('{}', words.rate3));
  await keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();
  expect(await isOnLauncher()).toBe(true);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[R4.4] axe finds nothing serious in the ${colorScheme} widget, in any of its places`, async ({
    newVisitor,
    agent,
  }) => {
    const visitor = await newVisitor({ colorScheme, reducedMotion: 'reduce' });
    const expectNoBarriers = async (place: string) =>
      expect(await findBarriers(visitor.page, widget), place).toEqual([]);
    await visitor.launcher.waitFor();
    await expectNoBarriers('closed');
    await visitor.open();
    await expectNoBarriers('home');
    await visitor.startButton.click();
    await visitor.panel.getByRole('textbox', { name: words.email }).fill('not an address');
    await visitor.button(words.startChat).click();
    await expect(visitor.panel).toContainText(words.missing);
    await expectNoBarriers('prechat with errors');
    await visitor.fillPrechat();
    await visitor.send('hello');
    await visitor.expectSent('hello');
    const conversationId = await visitor.conversationId();
    const marta = await agent();
    await marta.reply(conversationId, 'see https://example.com/ for more');
    await expect(visitor.thread.getByRole('link')).toBeVisible();
    await expectNoBarriers('thread');
    await marta.solve(conversationId);
    await visitor.panel.getByRole('radio').nth(3).check({ force: true });
    await expectNoBarriers('survey');
    await visitor.button(words.skip).click();
    await visitor.button(words.back).click();
    await visitor.button(words.messages).click();
    await expectNoBarriers('messages');
  });

  test(`[R4.4] axe finds nothing serious in the ${colorScheme} inbox`, async ({ newVisitor, newInbox }) => {
    const visitor = await newVisitor();
    await visitor.chat('hello');
    const inbox = await newInbox();
    await inbox.page.emulateMedia({ colorScheme });
    expect(await findBarriers(inbox.page), 'list').toEqual([]);
    await inbox.pick(visitor.name);
    await inbox.note('a note');
    await inbox.reply('a reply');
    await expect(inbox.line('a reply')).toContainText('Seen');
    expect(await findBarriers(inbox.page), 'thread').toEqual([]);
  });
}
