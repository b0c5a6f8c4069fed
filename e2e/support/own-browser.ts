import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { resolveChromium } from './resolve-chromium.ts';

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

const startMsMax = 30_000;
const lookEveryMs = 50;

export async function startOwnBrowser(): Promise<OwnBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'hilo-e2e-browser-'));
  const { executablePath = chromium.executablePath() } = resolveChromium() ?? {};
  const child = spawn(
    executablePath,
    [
      '--headless',
      '--no-sandbox',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: 'ignore', detached: true },
  );
  const ended = once(child, 'exit');
  const end = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      // Its children too.
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const browser = await connect(profile);
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

async function connect(profile: string): Promise<Browser> {
  const deadline = performance.now() + startMsMax;
  for (;;) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const port = /^\d+\n/.exec(text)?.[0].trim();
    if (port) return chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
    if (performance.now() > deadline) throw new Error('unable to start a browser of our own');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function setLifecycle(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
}
