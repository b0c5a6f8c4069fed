import { existsSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import { CliError } from '../cli-error.ts';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const howToGetOne =
  'run `npx playwright install chromium`, install chromium, or set CHROMIUM_PATH to the browser you have';

/**
 * Starts a browser: the one of CHROMIUM_PATH, else Playwright's own, else the system's. Throws a `CliError` that says
 * what is missing.
 */
export async function launchBrowser(variables: Record<string, string | undefined>): Promise<Browser> {
  const chromium = await loadPlaywright();
  const executablePath = findExecutable(chromium.executablePath(), variables['CHROMIUM_PATH']);
  if (executablePath === undefined)
    throw new CliError(`unable to find a browser to replay in; ${howToGetOne}`);
  try {
    return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  } catch (error) {
    const [line] = String(error instanceof Error ? error.message : error).split('\n');
    throw new CliError(`unable to start the browser ${executablePath}; ${line}`);
  }
}

/** Only who replays needs it, so only they have to have it. */
async function loadPlaywright() {
  try {
    return (await import('@playwright/test')).chromium;
  } catch {
    throw new CliError('unable to replay; run `npm install` first, @playwright/test is missing');
  }
}

function findExecutable(playwrights: string, given: string | undefined): string | undefined {
  if (given) {
    if (!existsSync(given)) throw new CliError(`unable to use CHROMIUM_PATH; there is no ${given}`);
    return given;
  }
  return [playwrights, ...systemPaths].find((path) => existsSync(path));
}
