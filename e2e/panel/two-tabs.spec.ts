import { findBarriers } from '../support/axe.ts';
import { expect, test } from '../support/extension.ts';
import { PanelView } from '../support/panel-view.ts';
import { Visitor } from '../support/visitor.ts';

test('[R6.5] [R3.3] two tabs of one visitor side by side in one panel', async ({ extension, world }) => {
  const { page, context } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  const elsewhere = new Visitor(await context.newPage(), 'wgt_alfar', 'Nora');
  await elsewhere.page.goto(`${world.shopOrigin}/?from=second`);
  await elsewhere.openConversation();

  const tab = await extension.openPanelTab(page);
  const loads = tab.locator('.load-row');
  const offer = tab.getByRole('region', { name: 'Other tabs' });
  await expect(offer).toContainText('Another tab of this browser has the same chat widget.');
  await expect(loads).toHaveCount(1);
  await offer.getByRole('button', { name: 'Show it too' }).click();
  await expect(offer).toBeHidden();
  const here = tab.getByRole('region', { name: 'This tab' }).locator('.load-row');
  const there = tab.getByRole('region', { name: /^Tab 2: / }).locator('.load-row');
  await expect(there).toContainText('tab 2');
  await expect(there).toContainText('same contact as another');
  await expect(here).toHaveAttribute('aria-current', 'true');
  expect(await findBarriers(tab)).toEqual([]);

  // The background ends, and both are heard again once it is back; so is a third tab that was only offered.
  const third = await context.newPage();
  await third.goto(`${world.shopOrigin}/`);
  await expect(offer).toBeVisible();
  await extension.killWorker();
  await expect(tab.locator('.status-line')).toContainText('Live');
  await expect(offer).toBeVisible();
  await third.close();
  await expect(offer).toBeHidden();

  // Said in this tab, after the other one was asked for: both loads show it.
  await visitor.send('It was blue.');
  await visitor.expectSent('It was blue.');
  await tab.locator('#filter-text').fill('It was blue.');
  const rows = tab.getByRole('listbox', { name: 'Events' }).locator('.event-row');
  await expect(rows.filter({ hasText: 'send “It was blue.”' })).not.toHaveCount(0);
  await there.click();
  await expect(rows.filter({ hasText: 'It was blue.' })).not.toHaveCount(0);
  await expect(rows.filter({ hasText: 'send “It was blue.”' })).toHaveCount(0);
  await expect(tab.locator('.count-bad')).toHaveCount(0);

  // A fault acts on the page of the load that is chosen, and on no other.
  const panel = new PanelView(tab);
  await panel.show('Faults');
  await expect(panel.view).toContainText('Faults on this page of tab 2');
  await panel.view.getByRole('switch').check();
  const cut = panel.view.getByRole('form', { name: 'Cut the WebSocket' });
  await cut.getByRole('checkbox', { name: 'until told' }).check();
  await cut.getByRole('button', { name: 'Start' }).click();
  const active = panel.view.getByRole('region', { name: 'On now' });
  await expect(active).toContainText('Cut the WebSocket');
  await panel.show('Timeline');
  await tab.locator('#filter-text').fill('fault cut_socket');
  await expect(rows.filter({ hasText: 'fault cut_socket on' })).toHaveCount(1);
  await here.click();
  await expect(rows.filter({ hasText: 'fault cut_socket' })).toHaveCount(0);

  // When the other tab is closed, what it did stays.
  await elsewhere.page.close();
  await expect(there).toContainText('left');
  await expect(here).not.toContainText('left');
  await there.click();
  await expect(rows.filter({ hasText: 'fault cut_socket on' })).toHaveCount(1);
});
