import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const folder = resolve(import.meta.dirname, '../dist/widget');

/**
 * Bytes after brotli, as they travel. What a plain chat downloads is the loader, the widget with whatever it imports at
 * once, and the words of one language: the largest counts. What is fetched only when it is needed (forms, lists, other
 * tabs; the debug tools) has no budget, and is shown beside it.
 */
const budgets = { loader: 2 * 1024, all: 20 * 1024 };

function sizeOf(file: string): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(readFileSync(resolve(folder, file)), { params }).length;
}

/** The file and what it imports statically, and so on. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(resolve(folder, file), 'utf8');
  const imports = code.matchAll(/\b(?:import|from)\s*["']\.\/([\w.-]+)["']/g);
  for (const [, name] of imports) withImports(name as string, seen);
  return seen;
}

const names = readdirSync(folder);
const widget = names.find((name) => /^hilo-widget-[\w-]+\.js$/.test(name));
const languages = names.filter((name) => name.endsWith('.json'));
if (!widget || languages.length === 0) throw new Error('The widget is not built. Run: npm run build');

const loader = sizeOf('hilo.js');
const code = [...withImports(widget)].reduce((sum, name) => sum + sizeOf(name), 0);
const language = Math.max(...languages.map(sizeOf));
const all = loader + code + language;

const rows: [name: string, bytes: number, budget?: number][] = [
  ['loader (hilo.js)', loader, budgets.loader],
  ['widget', code],
  ['one language', language],
  ['a plain chat', all, budgets.all],
  ...names
    .filter((name) => /^hilo-(more|tools)-[\w-]+\.js$/.test(name))
    .map((name): [string, number] => [`later: ${name.split('-')[1]}`, sizeOf(name)]),
];
for (const [name, bytes, budget] of rows) {
  const share = budget ? ` of ${budget} bytes brotli  ${Math.round((bytes / budget) * 100)} %` : '';
  process.stdout.write(`${name.padEnd(20)} ${String(bytes).padStart(6)}${share}\n`);
}
if (loader > budgets.loader || all > budgets.all) {
  process.stderr.write('The widget has grown: take something out, or make it smaller.\n');
  process.exitCode = 1;
}
