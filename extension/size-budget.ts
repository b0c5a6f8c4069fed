import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** What runs in every frame of a site that is watched, in bytes after brotli. */
const contentScriptsBytesMax = 15 * 1024;

const folder = resolve(import.meta.dirname, '../dist/chrome');
const sizes = ['capture.js', 'relay.js'].map((name) => {
  const bytes = brotliCompressSync(readFileSync(resolve(folder, name))).length;
  process.stdout.write(`${name.padEnd(20)} ${String(bytes).padStart(6)}\n`);
  return bytes;
});
const all = sizes.reduce((sum, bytes) => sum + bytes, 0);
const share = `${Math.round((all / contentScriptsBytesMax) * 100)} %`;
process.stdout.write(
  `${'content scripts'.padEnd(20)} ${String(all).padStart(6)} of ${contentScriptsBytesMax} bytes brotli  ${share}\n`,
);
if (all > contentScriptsBytesMax) {
  process.stderr.write('The content scripts have grown: take something out, or make it smaller.\n');
  process.exitCode = 1;
}
