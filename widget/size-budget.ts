import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const folder = resolve(import.meta.dirname, '../dist/widget');

/** Bytes after brotli, as they travel. To chat, a visitor downloads every script and the words of one language. */
const budgets = { loader: 2 * 1024, all: 20 * 1024 };

function sizeOf(file: string): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(readFileSync(resolve(folder, file)), { params }).length;
}

const sizesOf = (ending: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map(sizeOf);
const loader = sizeOf('hilo.js');
const scripts = sizesOf('.js').reduce((sum, bytes) => sum + bytes, 0);
const all = scripts + Math.max(0, ...sizesOf('.json'));

const rows: [name: string, bytes: number, budget: number][] = [
  ['loader (hilo.js)', loader, budgets.loader],
  ['everything to chat', all, budgets.all],
];
for (const [name, bytes, budget] of rows) {
  const share = Math.round((bytes / budget) * 100);
  process.stdout.write(
    `${name.padEnd(20)} ${String(bytes).padStart(6)} of ${budget} bytes brotli  ${share} %\n`,
  );
}
if (rows.some(([, bytes, budget]) => bytes > budget)) {
  process.stderr.write('The widget is over its size budget: take something out, or make it smaller.\n');
  process.exitCode = 1;
}
