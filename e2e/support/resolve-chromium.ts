import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from '@playwright/test';

/** The part of Playwright's launch options that says which browser. */
export type ChromiumChoice = Pick<LaunchOptions, 'channel' | 'executablePath'>;

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The Chromium to test in: the one of CHROMIUM_PATH, else Playwright's own, else the system's; undefined where there
 * is none. Never Chrome itself: since version 137 it ignores extensions named on the command line.
 *
 * Throws where CHROMIUM_PATH names nothing.
 */
export function resolveChromium(): ChromiumChoice | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`unable to use CHROMIUM_PATH; there is no ${given}`);
    return { executablePath: given };
  }
  // The channel asks for the full browser: the default is a headless shell that has no extensions.
  if (existsSync(chromium.executablePath())) return { channel: 'chromium' };
  const found = systemPaths.find((path) => existsSync(path));
  return found === undefined ? undefined : { executablePath: found };
}

const shellPath = '/usr/bin/chromium-headless-shell';

/**
 * The same engine without windows, tabs and extensions, where Debian's stands beside the browser: a test on pages alone
 * takes half the time in it. Else the browser itself.
 */
export function resolveHeadlessShell(): ChromiumChoice | undefined {
  const browser = resolveChromium();
  const isDebians = !process.env.CHROMIUM_PATH && browser?.executablePath === '/usr/bin/chromium';
  return isDebians && existsSync(shellPath) ? { executablePath: shellPath } : browser;
}
