import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of ours with what it was precompressed to. */
export interface StaticFile {
  etag: string;
  body: Buffer;
  br?: Buffer;
  gzip?: Buffer;
}

export interface FileCache {
  /** The file of this path (no leading slash), or undefined where there is none, or the path leads elsewhere. */
  find(path: string): Promise<StaticFile | undefined>;
}

/** No dots at the start of a step, so neither `..` nor hidden files; no backslash, no colon. */
const safePath = /^(?:[A-Za-z0-9_-][\w.-]*\/)*[A-Za-z0-9_-][\w.-]*$/;

/** Keeps files in memory for as long as they are unchanged on disk, so that a new build shows without a restart. */
export function createFileCache(folder: string): FileCache {
  const entries = new Map<string, { mtimeMs: number; file: StaticFile }>();
  return {
    find: async (path) => {
      if (!safePath.test(path) || /\.(br|gz)$/.test(path)) return undefined;
      const full = join(folder, path);
      const found = await stat(full).catch(() => undefined);
      if (!found?.isFile()) {
        entries.delete(path);
        return undefined;
      }
      const known = entries.get(path);
      if (known?.mtimeMs === found.mtimeMs) return known.file;
      const file = await load(full, found.mtimeMs);
      entries.set(path, { mtimeMs: found.mtimeMs, file });
      return file;
    },
  };
}

async function load(full: string, mtimeMs: number): Promise<StaticFile> {
  const body = await readFile(full);
  return {
    body,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    br: await loadVariant(`${full}.br`, mtimeMs),
    gzip: await loadVariant(`${full}.gz`, mtimeMs),
  };
}

/** One that is older than its file was compressed from another text. */
async function loadVariant(path: string, mtimeMs: number): Promise<Buffer | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && found.mtimeMs >= mtimeMs ? readFile(path) : undefined;
}
