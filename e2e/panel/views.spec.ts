import { findBarriers } from '../support/axe.ts';
import { expect, test } from '../support/extension.ts';
import { PanelView } from '../support/panel-view.ts';
import { Visitor } from '../support/visitor.ts';

test('[R6.5] [R5.1] the states, promises and beliefs of a chat, live in DevTools', async ({
  extension,
  world,
  agent,
}) => {
  const { page } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  const panel = new PanelView((await extension.openPanel()).panel);

  await panel.show('State');
  await expect(panel.view.locator('.sm-now')).toContainText('waiting');
  const leo = await agent();
  await leo.reply(await visitor.conversationId(), 'On its way.');
  await expect(panel.view.locator('.sm-now')).toContainText('active');
  // A move of the past takes every view along.
  await panel.button(/→ waiting/).click();
  await expect(panel.view.locator('.sm-now')).toContainText('waiting');
  await panel.button(/^waiting to active, gone once/).press('Enter');
  await expect(panel.view.locator('.sm-now')).toContainText('active');
  await panel.button(/^Back to now/).click();

  await panel.show('Promises');
  await expect(panel.view).toContainText(/Every promise that was put to the test held|still ha(s|ve) time/);
  await panel.button(/^Not exercised/).click();
  await expect(panel.view.getByRole('region', { name: 'Holds' })).toBeHidden();

  await panel.show('Compare');
  await expect(panel.view).toContainText('own model, now');
  await expect(panel.view).toContainText('agree on one conversation');
  await panel.view.getByText('Compare with the database itself').click();
  await panel.view.getByLabel('Address of the backend').fill(world.publicOrigin);
  await panel.view.getByLabel('E-mail').fill('marta@alfar.demo');
  await panel.view.getByLabel('Password').fill(world.password);
  await panel.button('Sign in').click();
  await expect(panel.view).toContainText('The widget and the database agree on one conversation.');
  await panel.button('Sign out').click();
});

test('[R3.5] a key is written and deleted on the page, and the widget stays who it is', async ({
  extension,
  world,
}) => {
  const { page } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  const [contactId, conversationId] = [await visitor.contactId(), await visitor.conversationId()];
  const panel = new PanelView((await extension.openPanel()).panel);
  await panel.show('Storage');

  // The token never leaves the page: it is shown by a stand-in, and written back as it was.
  const token = JSON.parse((await visitor.stored('chatDevice')) ?? '').token as string;
  await panel.button(/^chatDevice-/).click();
  await expect(panel.view).toContainText('hilo-secret-');
  await expect(panel.view).not.toContainText(token);
  await panel.button('Edit').click();
  await panel.button('Write to the page').click();
  await expect(panel.view).toContainText('Written.');
  expect(JSON.parse((await visitor.stored('chatDevice')) ?? '').token).toBe(token);

  await panel.button(/^chatCache-/).click();
  await panel.button('Edit').click();
  await panel.view.getByRole('textbox', { name: /^New value/ }).fill('garbage {');
  await expect(panel.view).toContainText('This is no JSON');
  await panel.button('Write to the page').click();
  await expect.poll(() => visitor.stored('chatCache')).toBe('garbage {');
  await page.reload();
  await visitor.openConversation();
  expect([await visitor.contactId(), await visitor.conversationId()]).toEqual([contactId, conversationId]);

  await panel.button(/^chatCache-/).click();
  await panel.button('Delete').click();
  await expect(panel.view).toContainText('Removed.');
  await page.reload();
  await visitor.openConversation();
  await visitor.expectSaid('Where is my jug?');
  expect(await visitor.contactId()).toBe(contactId);
});

test('[R3.4] a fault is started, counted down, stopped, and stands in the trace', async ({
  extension,
  world,
  agent,
}) => {
  const { page } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  const panel = new PanelView((await extension.openPanel()).panel);
  await panel.show('Faults');

  const cut = panel.view.getByRole('form', { name: 'Cut the WebSocket' });
  await expect(cut.getByRole('button', { name: 'Start' })).toBeDisabled();
  await panel.view.getByRole('switch').check();
  await cut.getByRole('checkbox', { name: 'until told' }).check();
  await cut.getByRole('button', { name: 'Start' }).click();
  const active = panel.view.getByRole('region', { name: 'On now' });
  await expect(active).toContainText('Cut the WebSocket');
  await expect(active.getByRole('timer')).toContainText(/\d+ s/);

  const leo = await agent();
  await leo.reply(await visitor.conversationId(), 'On its way.');
  await active.getByRole('button', { name: 'Stop all' }).click();
  await expect(active).toBeHidden();
  await expect(visitor.bubble('On its way.')).toHaveCount(1);

  await panel.show('Timeline');
  await panel.root.getByRole('searchbox').first().fill('fault cut_socket');
  await expect(panel.view).toContainText('fault cut_socket off');
});

test('[R6.5] every view is within reach of everybody, in both themes', async ({ extension, world }) => {
  const { page } = extension;
  await page.goto(`${world.shopOrigin}/`);
  await new Visitor(page, 'wgt_alfar', 'Nora').chat('Where is my jug?');
  const tab = await extension.openPanelTab();
  const panel = new PanelView(tab);
  for (const title of ['State', 'Storage', 'Promises', 'Compare', 'Faults', 'Files']) {
    await panel.show(title);
    if (title === 'Faults') await panel.view.getByRole('switch').check();
    for (const colorScheme of ['light', 'dark'] as const) {
      // Without motion: half-way between two themes nothing is readable.
      await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await findBarriers(tab), `${title} in ${colorScheme}`).toEqual([]);
    }
    await tab.setViewportSize({ width: 320, height: 600 });
    const [content, room] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content, `${title} fits a narrow dock`).toBeLessThanOrEqual(room!);
    await tab.setViewportSize({ width: 1200, height: 800 });
  }
});
