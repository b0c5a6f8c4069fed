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
