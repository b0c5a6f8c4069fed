import { existsSync } from 'node:fs';

const systemPaths = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

/** The Firefox to test in: that of FIREFOX_PATH, else the system's; undefined where there is none. Throws where FIREFOX_PATH names nothing. */
export function findFirefox(): string | undefined {
  const given = process.env.FIREFOX_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`unable to use FIREFOX_PATH; there is no ${given}`);
    return given;
  }
  return systemPaths.find((path) => existsSync(path));
}
