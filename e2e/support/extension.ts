import { type ExtensionBrowser, startExtensionBrowser } from './extension-browser.ts';
import { test as base, expect } from './fixtures.ts';

interface Fixtures {
  /** A browser with the extension in it. */
  extension: ExtensionBrowser;
}

/** Tests of the extension: those of the product, and a browser that has it. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  extension: async ({}, use) => {
    const extension = await startExtensionBrowser();
    await use(extension);
    await extension.close();
  },
});

export { expect };
