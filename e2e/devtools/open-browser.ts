import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { type ChromiumChoice, resolveChromium } from '../support/resolve-chromium.ts';

/** A browser for a person, with an extension in it and a profile of its own that is thrown away. */
export interface OpenedBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** What the person in front of it is to see. */
export interface OpenBrowserOptions {
  extensionFolder: string;
  /** Of the page in front, with DevTools below it. */
  front: string;
  /** Of a tab beside it. */
  beside: string;
  /** Runs before any page loads. */
  prepare(context: BrowserContext): Promise<void>;
}

export async function openBrowser({
  extensionFolder,
  front,
  beside,
  prepare,
}: OpenBrowserOptions): Promise<OpenedBrowser> {
  const profile = await makeProfile(extensionFolder);
  const context = await chromium.launchPersistentContext(profile, {
    ...getChromium(),
    headless: false,
    // Without it Chromium warns in a bar; root cannot have it.
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: null,
    // Ctrl-C is ours: everything else has to end as well.
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      `--disable-extensions-except=${extensionFolder}`,
      `--load-extension=${extensionFolder}`,
      '--window-size=1400,1000',
    ],
  });
  await prepare(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(front);
  await (await context.newPage()).goto(beside);
  await page.bringToFront();
  await openDevtools(page);
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, close };
}

/** DevTools at the bottom, where there is room for the names of all panels, and the icon where it is seen. */
async function makeProfile(extensionFolder: string): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'hilo-devtools-'));
  await mkdir(join(profile, 'Default'));
  const preferences = {
    devtools: { preferences: { currentDockState: '"bottom"' } },
    extensions: { pinned_extensions: [idOfUnpacked(extensionFolder)] },
  };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return profile;
}

/** Chromium names an unpacked extension after its path: 128 bits of its SHA-256, with the letters a to p for digits. */
function idOfUnpacked(folder: string): string {
  const digits = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return digits.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

async function openDevtools(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  const browser = await page.context().browser()?.newBrowserCDPSession();
  await browser?.send('Target.openDevTools', { targetId: targetInfo.targetId });
}

/** Throws a sentence where there is none. */
function getChromium(): ChromiumChoice {
  const found = resolveChromium();
  if (found) return found;
  throw new Error(
    'unable to find a Chromium; run `npx playwright install chromium`, install your system’s chromium, or set CHROMIUM_PATH.',
  );
}
