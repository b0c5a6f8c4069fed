import { expect, type Page } from '@playwright/test';
import type { ExtensionBrowser } from './extension-browser.ts';

/**
 * Clicks the extension's icon while this page is in front, as a person does, and resolves with the popup: the real one,
 * which may know where the tab is because of the click alone.
 */
export async function openPopup({ context, worker }: ExtensionBrowser, page: Page): Promise<Page> {
  const session = await context.newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  const browser = await context.browser()?.newBrowserCDPSession();
  if (!browser) throw new Error('assert: a context of its own has a browser');
  // The tab around the page, which is a target of its own and has to be asked for by name.
  const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type: 'tab' }] });
  const tab = targetInfos.find(({ url }) => url === targetInfo.url);
  if (!tab) throw new Error(`there is no tab at ${targetInfo.url}`);
  const opened = context.waitForEvent('page', (candidate) => candidate.url().endsWith('/popup.html'));
  const send = browser.send as unknown as (method: string, params: object) => Promise<unknown>;
  await send.call(browser, 'Extensions.triggerAction', {
    id: new URL(worker.url()).host,
    targetId: tab.targetId,
  });
  const popup = await opened;
  await expect(popup.getByRole('heading', { name: 'Hilo' })).toBeVisible();
  return popup;
}
