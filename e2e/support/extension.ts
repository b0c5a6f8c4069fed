import { test as browserTest } from '@playwright/test';
import { type ExtensionBrowser, startExtensionBrowser } from './extension-browser.ts';
import { expect, test as productTest } from './fixtures.ts';
import { Watch } from './watch.ts';

interface Fixtures {
  /** A browser with the extension in it. */
  extension: ExtensionBrowser;
}

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
const extension = async ({}, use: (extension: ExtensionBrowser) => Promise<void>) => {
  const browser = await startExtensionBrowser();
  await use(browser);
  await browser.close();
};

/** Tests of the extension on the product: its fixtures, and a browser that has the extension. */
export const test = productTest.extend<Fixtures>({ extension });

/** Tests of the extension on pages of their own, without the product. What `watch` follows must go without trouble. */
export const pageTest = browserTest.extend<Fixtures & { watch: Watch }>({
  extension,
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(await watch.problems(), 'nothing went wrong on the page').toEqual([]);
  },
});

export { expect };
