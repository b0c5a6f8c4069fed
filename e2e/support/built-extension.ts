import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestSources } from '../../backend/src/start/sources-digest.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['extension', 'shared/src', 'shared/spec', 'manifest.config.ts', 'package-lock.json'];
const stamp = join(root, 'dist/extension.sources');

/**
 * Below it, the extension as people install it, and as `chrome-demo` and `firefox-demo` with this machine's sites let in
 * from the start.
 */
export const distFolder = join(root, 'dist');

/** Throws where what is built is not made of what there is now. */
export async function assertExtensionBuilt(): Promise<void> {
  if (!(await isCurrent())) throw new Error('unable to start the extension; it is not built, see above why');
}

async function isCurrent(): Promise<boolean> {
  const built = await readFile(join(distFolder, 'chrome-demo/capture.js')).catch(() => undefined);
  return !!built && (await readFile(stamp, 'utf8').catch(() => '')) === (await digest());
}

function digest(): Promise<string> {
  return digestSources(
    sources.map((path) => join(root, path)),
    root,
  );
}

/** Builds all where something they are made of has changed. Throws with what the build said. */
export async function ensureExtension(): Promise<void> {
  if (await isCurrent()) return;
  const made = await digest();
  // In a process of its own: the test runner's environment would make it a build for development.
  const child = spawn(process.execPath, ['--import', 'tsx', 'extension/build/build.ts'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`unable to build the extension; it said:\n${said}`);
  await writeFile(stamp, made);
}
