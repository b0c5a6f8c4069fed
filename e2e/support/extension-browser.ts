import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BrowserContext,
  type CDPSession,
  chromium,
  expect,
  type Frame,
  type Page,
  type Worker,
} from '@playwright/test';
import { assertExtensionBuilt, distFolder } from './built-extension.ts';
import { resolveChromium } from './resolve-chromium.ts';

// Without it the test runner lets go of DevTools' own windows. It is not documented: should it go, connect a second
// client (`connectOverCDP` to the port in DevToolsActivePort) after `Target.openDevTools`, and look among its pages.
process.env['PW_CHROMIUM_ATTACH_TO_OTHER'] = '1';

/** The panel in the real DevTools. */
export interface DevTools {
  /** DevTools itself, in a window of its own. */
  window: Page;
  panel: Frame;
}

/** A browser with the extension in it, as a person has installed it. */
export interface ExtensionBrowser {
  readonly context: BrowserContext;
  /** The page that the browser opened with. */
  readonly page: Page;
  readonly worker: Worker;
  /** Below `chrome-extension://…/`. */
  addressOf(path: string): string;
  tabIdOf(page: Page): Promise<number>;
  /** Opens DevTools for the page and Hilo's panel in it. */
  openPanel(page?: Page): Promise<DevTools>;
  /** The same panel in a tab of its own. */
  openPanelTab(page?: Page): Promise<Page>;
  /**
   * Ends the background as the browser does when it wants the memory. It may be back at once, under the same name, where
   * somebody wants something of it: its `bootId` tells.
   */
  killWorker(): Promise<void>;
  close(): Promise<void>;
}

interface ExtensionBrowserOptions {
  /** Of the folders below `dist/`. */
  variant?: string;
  /** Where a copy of that variant is, to be changed. */
  folder?: string;
  /** For docs: how large DevTools' own window is. */
  windowSize?: { width: number; height: number };
}

/** Until DevTools is there, with all that it loads: on a busy machine longer than any page takes. */
const devToolsMsMax = 45_000;
const panelPath = 'src/panel/panel.html';

/** Starts it and resolves once the background has its scripts registered for the sites it may watch. */
export async function startExtensionBrowser({
  variant = 'chrome-demo',
  folder = join(distFolder, variant),
  windowSize = { width: 1400, height: 900 },
}: ExtensionBrowserOptions = {}): Promise<ExtensionBrowser> {
  await assertExtensionBuilt();
  const profile = await makeProfile();
  const context = await chromium.launchPersistentContext(profile, {
    ...resolveChromium(),
    headless: true,
    // Pages are kept for "back", as people's browsers do.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    // DevTools is not to be given the size of a page.
    viewport: null,
    locale: 'en-GB',
    args: [
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
      `--window-size=${windowSize.width},${windowSize.height}`,
      // For the icon to be clicked.
      '--enable-unsafe-extension-debugging',
    ],
  });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    // What people install may watch no site before they let it.
    const registered = variant.endsWith('-demo') ? 2 : 0;
    await expect.poll(() => worker.evaluate(countRegistered), { timeout: 20_000 }).toBe(registered);
    const browser = context.browser();
    if (!browser) throw new Error('assert: a context of its own has a browser');
    const cdp = await browser.newBrowserCDPSession();
    const page = context.pages()[0] ?? (await context.newPage());
    const id = new URL(worker.url()).host;
    const addressOf = (path: string) => `chrome-extension://${id}/${path}`;
    const tabIdOf = (of: Page) => findTabId(worker, of);
    return {
      context,
      page,
      worker,
      addressOf,
      tabIdOf,
      openPanel: (of = page) => openPanel(context, cdp, of),
      async openPanelTab(of = page) {
        const tabId = await tabIdOf(of);
        const tab = await context.newPage();
        await tab.goto(addressOf(`${panelPath}?tabId=${tabId}`));
        return tab;
      },
      killWorker: () => killWorker(cdp, worker.url()),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A window of DevTools' own has a tab for every panel; docked below a page, ours would hide behind an arrow. */
async function makeProfile(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'hilo-e2e-extension-'));
  await mkdir(join(profile, 'Default'));
  const preferences = {
    devtools: { preferences: { currentDockState: '"undocked"' } },
    // Without it an extension from a folder that is loaded anew is switched off.
    extensions: { ui: { developer_mode: true } },
  };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return profile;
}

async function countRegistered(): Promise<number> {
  return (await chrome.scripting.getRegisteredContentScripts()).length;
}

/** By a title that only this page has for a moment. */
async function findTabId(worker: Worker, page: Page): Promise<number> {
  const before = await page.title();
  const mark = `tab ${Math.random()}`;
  const setTitle = (title: string) =>
    page.evaluate((text) => {
      document.title = text;
    }, title);
  await setTitle(mark);
  const find = (title: string) =>
    chrome.tabs.query({}).then((tabs) => tabs.find((tab) => tab.title === title)?.id ?? null);
  let tabId: number | null = null;
  await expect
    .poll(async () => {
      tabId = await worker.evaluate(find, mark);
      return tabId;
    })
    .not.toBeNull();
  await setTitle(before);
  return tabId as unknown as number;
}

async function openPanel(context: BrowserContext, cdp: CDPSession, page: Page): Promise<DevTools> {
  const session = await context.newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  // Not any address of DevTools': it has a page for the frame of an emulated device as well.
  const opened = context.waitForEvent('page', (candidate) => candidate.url().includes('/devtools_app.html'));
  await cdp.send('Target.openDevTools', { targetId: targetInfo.targetId });
  const window = await opened;
  await window.getByRole('tab', { name: 'Hilo' }).click({ timeout: devToolsMsMax });
  const find = () => window.frames().find((frame) => frame.url().endsWith(panelPath));
  await expect.poll(find).toBeDefined();
  return { window, panel: find() as Frame };
}

async function killWorker(cdp: CDPSession, url: string): Promise<void> {
  const { targetInfos } = await cdp.send('Target.getTargets');
  const running = targetInfos.find((target) => target.type === 'service_worker' && target.url === url);
  if (running) await cdp.send('Target.closeTarget', { targetId: running.targetId });
}
