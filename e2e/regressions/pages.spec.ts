import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

test('[R2.E] a page with a strict policy: one script tag, and chatting works both ways without a violation', async ({
  newVisitor,
  newInbox,
}) => {
  const visitor = await newVisitor({ path: '/strict' });
  const inbox = await newInbox();
  await visitor.chat('under a strict policy');
  await inbox.pick(visitor.name);
  await inbox.reply('nothing inline here');
  await visitor.expectSaid('under a strict policy', 'nothing inline here');
  const launcherBox = await visitor.panel.boundingBox();
  expect(launcherBox?.width, 'its styles were applied').toBeLessThan(600);
});

test('[R2.E] a page that is never idle has its chat all the same', async ({ newVisitor }) => {
  const visitor = await newVisitor({
    // A page with work for every moment, or a browser that never says it has none: both were seen.
    prepare: (page) =>
      page.addInitScript(() => {
        window.requestIdleCallback = (work, { timeout } = {}) =>
          timeout ? window.setTimeout(() => work({ didTimeout: true, timeRemaining: () => 0 }), timeout) : 0;
      }),
  });
  await visitor.chat('on a busy page');
});

test('[B11] in a single-page app the chat stays as it is while views change', async ({
  newVisitor,
  agent,
}) => {
  const visitor = await newVisitor({ site: 'norte' });
  await visitor.chat(`one of ${visitor.name}`);
  const conversationId = await visitor.conversationId();
  await visitor.messageBox.fill('half a sent');
  const app = visitor.page.getByRole('navigation', { name: 'Views' });
  for (const view of ['Later', 'A week outdoors', 'Settings', 'Today']) {
    await app.getByRole('link', { name: view }).click();
    await expect(visitor.page.getByRole('heading', { name: view, level: 1 })).toBeVisible();
    await expect(visitor.messageBox).toHaveValue('half a sent');
  }
  await visitor.page.goBack();
  await (await agent('norte')).reply(conversationId, 'still with you');
  await visitor.expectSaid(`one of ${visitor.name}`, 'still with you');
  await expect(visitor.messageBox).toHaveValue('half a sent');
  await visitor.messageBox.press('Enter');
  await visitor.expectSent('half a sent');

  // What the page does with its own buttons.
  await visitor.close();
  await app.getByRole('link', { name: 'Settings' }).click();
  await visitor.page.getByRole('switch', { name: 'Show the launcher' }).uncheck();
  await expect(visitor.launcher).toBeHidden();
  await visitor.page.getByRole('button', { name: 'Help' }).click();
  await visitor.expectSaid(`one of ${visitor.name}`, 'still with you', 'half a sent');
});

test('[E12] booting twice is one chat, and shutting down leaves nothing on the page', async ({
  newVisitor,
}) => {
  const visitor = await newVisitor();
  await expect(visitor.launcher).toBeVisible();
  await visitor.call('boot', { widgetId: visitor.widgetId });
  await expect(visitor.launcher).toHaveCount(1);
  await visitor.call('shutdown');
  await expect(visitor.launcher).toHaveCount(0);
  await visitor.call('boot', { widgetId: visitor.widgetId });
  await visitor.chat('after all that');
});

test('[E12] a page that shuts down and boots anew in one go has a chat', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  await visitor.call('boot', { widgetId: visitor.widgetId });
  await visitor.page.evaluate((widgetId) => {
    const { Hilo } = window as unknown as { Hilo(...call: unknown[]): Promise<unknown> };
    return Promise.all([Hilo('shutdown'), Hilo('boot', { widgetId }), Hilo('open')]);
  }, visitor.widgetId);
  await expect(visitor.panel).toBeVisible();
  await expect(visitor.page.locator('#hilo')).toHaveCount(1);
  await visitor.start();
  await visitor.send('after all that, at once');
  await visitor.expectSent('after all that, at once');
});

test('[A13] on a phone the chat takes the whole screen and gives it back', async ({
  newVisitor,
  newInbox,
}) => {
  const screen = { width: 390, height: 844 };
  const visitor = await newVisitor({ viewport: screen, hasTouch: true, isMobile: true });
  const inbox = await newInbox();
  await visitor.launcher.tap();
  await expect.poll(() => visitor.panel.boundingBox()).toEqual({ x: 0, y: 0, ...screen });
  await visitor.start();
  await visitor.send('from a phone');
  await inbox.pick(visitor.name);
  await inbox.reply(
    'https://example.com/a-very-long-address/that-does-not/fit/on-one-line-of-a-phone/whatever',
  );
  await expect(visitor.thread.getByRole('link')).toBeVisible();
  expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    screen.width,
  );
  const composer = await visitor.messageBox.boundingBox();
  expect(composer!.y + composer!.height).toBeLessThanOrEqual(screen.height);
  await visitor.button(words.close).first().tap();
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeVisible();
});
