import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../gate/run-command.ts';
import { findFirefox } from './resolve-firefox.ts';

const packageListMsMax = 120_000;
const packageInstallMsMax = 600_000;

/**
 * The Firefox to test in, installed from Debian where we are root and there is none; undefined where that is not
 * possible. Never throws for want of one: the tests that need it are skipped then, and say so.
 */
export async function ensureFirefox(): Promise<string | undefined> {
  const present = findFirefox();
  if (present !== undefined || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return present;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(['apt-get', 'update'], { timeoutMs: packageListMsMax, env });
  await runCommand(['apt-get', 'install', '-y', '--no-install-recommends', 'firefox-esr'], {
    timeoutMs: packageInstallMsMax,
    env,
  });
  return findFirefox();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log((await ensureFirefox()) ?? 'no Firefox here: what needs one is skipped');
}
