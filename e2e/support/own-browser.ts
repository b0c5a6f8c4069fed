import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { spawnChromium } from './spawn-chromium.ts';

/**
 * A browser as people have it. The test runner's own pretends that every tab is in front and in focus, and keeps no
 * page for "back"; here tabs hide each other, windows are minimised, pages freeze and come back from the page cache.
 */
export interface OwnBrowser {
  readonly context: BrowserContext;
  /** As when the browser puts a page to sleep; `thaw` wakes it. */
  freeze(page: Page): Promise<void>;
  thaw(page: Page): Promise<void>;
  close(): Promise<void>;
}

export async function startOwnBrowser(): Promise<OwnBrowser> {
  const { port, end } = await spawnChromium();
  try {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('the browser has no window');
    return {
      context,
      freeze: (page) => setLifecycle(page, 'frozen'),
      thaw: (page) => setLifecycle(page, 'active'),
      close: async () => {
        await browser.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function setLifecycle(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
}
