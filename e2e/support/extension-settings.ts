import { expect, type Page } from '@playwright/test';
import type { ExtensionBrowser } from './extension-browser.ts';

/** What the browser's own page of extensions has to work with, as far as it is used here. */
interface DeveloperPrivate {
  addHostPermission(extensionId: string, pattern: string): Promise<void>;
  reload(extensionId: string, options: { failQuietly: boolean }): Promise<unknown>;
  getExtensionInfo(extensionId: string): Promise<{ state: string; version: string }>;
}

/**
 * Has the browser remember that the person has agreed to this site before: it then grants it without showing its question,
 * which is a window that nothing can press a button of. The extension itself has to ask for it all the same.
 */
export async function answerBeforehand(extension: ExtensionBrowser, pattern: string): Promise<void> {
  await onSettings(extension, (page) =>
    page.evaluate(([id, site]) => developerPrivate().addHostPermission(id, site), [
      idOf(extension),
      pattern,
    ] as const),
  );
}

/** Has the browser load the extension anew from its folder, as after an update; resolves once that version runs. */
export async function loadAnew(extension: ExtensionBrowser, version: string): Promise<void> {
  const id = idOf(extension);
  await onSettings(extension, async (page) => {
    await page.evaluate((asked) => developerPrivate().reload(asked, { failQuietly: true }), id);
    await expect
      .poll(() => page.evaluate((asked) => developerPrivate().getExtensionInfo(asked), id))
      .toMatchObject({ state: 'ENABLED', version });
  });
}

async function onSettings(
  extension: ExtensionBrowser,
  work: (page: Page) => Promise<unknown>,
): Promise<void> {
  const page = await extension.context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(() => {
    window.developerPrivate = () =>
      (chrome as unknown as { developerPrivate: DeveloperPrivate }).developerPrivate;
  });
  await work(page);
  await page.close();
}

function idOf({ worker }: ExtensionBrowser): string {
  return new URL(worker.url()).host;
}

declare global {
  function developerPrivate(): DeveloperPrivate;
  interface Window {
    developerPrivate: typeof developerPrivate;
  }
}
