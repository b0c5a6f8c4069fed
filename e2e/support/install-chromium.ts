import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../gate/run-command.ts';
import { type ChromiumChoice, resolveChromium, resolveHeadlessShell } from './resolve-chromium.ts';

const downloadMsMax = 300_000;
const packageListMsMax = 120_000;
const packageInstallMsMax = 600_000;
const packages = ['chromium', 'chromium-headless-shell', 'fonts-liberation'];

/**
 * The Chromium to test in, installed where there is none: Playwright's download, else Debian's package where we are
 * root. Throws one sentence that says what a person can do.
 */
export async function ensureChromium(): Promise<ChromiumChoice> {
  const present = resolveChromium();
  if (present) return present;
  for (const install of [downloadFromPlaywright, installFromDebian]) {
    await install();
    const found = resolveChromium();
    if (found) return found;
  }
  throw new Error(
    'unable to find a Chromium to test in; run `npx playwright install --with-deps chromium`, install your ' +
      "system's chromium, or set CHROMIUM_PATH.",
  );
}

async function downloadFromPlaywright(): Promise<void> {
  await runCommand(['npx', 'playwright', 'install', 'chromium'], { timeoutMs: downloadMsMax });
}

async function installFromDebian(): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(['apt-get', 'update'], { timeoutMs: packageListMsMax, env });
  await runCommand(['apt-get', 'install', '-y', '--no-install-recommends', ...packages], {
    timeoutMs: packageInstallMsMax,
    env,
  });
}

/** Tests on pages alone are twice as fast with the shell; without it they run in the browser. */
async function ensureHeadlessShell({ executablePath }: ChromiumChoice): Promise<void> {
  const isMissing = resolveHeadlessShell()?.executablePath === executablePath;
  if (isMissing && executablePath === '/usr/bin/chromium') await installFromDebian();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const choice = await ensureChromium();
  await ensureHeadlessShell(choice);
  console.log(choice.executablePath ?? `Playwright's ${choice.channel}`);
}
