import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, createLogger } from 'vite';
import { contentScriptConfig, pagesConfig } from '../vite.config.ts';
import { folderOf, type Variant } from './variants.ts';
import { zip } from './zip.ts';

export interface BuiltVariant {
  name: string;
  folder: string;
  files: number;
  bytes: number;
  /** Of the two scripts that run in pages. */
  contentScriptBrotliBytes: number;
  elapsedMs: number;
}

/** Builds one variant into its folder below `dist/`. */
export async function buildVariant(variant: Variant): Promise<BuiltVariant> {
  const startedAtMs = performance.now();
  const folder = folderOf(variant);
  await build({ ...pagesConfig(variant, folder), customLogger: quietLogger() });
  for (const name of ['capture', 'relay'] as const) await build(contentScriptConfig(name, folder));
  const files = await listFiles(folder);
  const bodies = await Promise.all(files.map((file) => readFile(file)));
  const scripts = await Promise.all(['capture.js', 'relay.js'].map((name) => readFile(join(folder, name))));
  return {
    name: variant.name,
    folder,
    files: files.length,
    bytes: bodies.reduce((sum, body) => sum + body.length, 0),
    contentScriptBrotliBytes: scripts.reduce((sum, body) => sum + brotliCompressSync(body).length, 0),
    elapsedMs: Math.round(performance.now() - startedAtMs),
  };
}

/** Packs a built folder for a store: `dist/hilo-<name>.zip`. Resolves with the archive's path. */
export async function packVariant({ name, folder }: BuiltVariant): Promise<string> {
  const entries = (await listFiles(folder)).map(async (file) => ({
    path: relative(folder, file).replaceAll('\\', '/'),
    body: await readFile(file),
  }));
  const archive = join(folder, '..', `hilo-${name}.zip`);
  await writeFile(archive, zip(await Promise.all(entries)));
  return archive;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The plugin sets an option that the bundler no longer knows; that is between the two of them. */
function quietLogger() {
  const logger = createLogger('warn');
  const { warn } = logger;
  logger.warn = (message, options) => {
    if (!/inlineDynamicImports|rollupOptions|freeze/.test(message)) warn(message, options);
  };
  return logger;
}
