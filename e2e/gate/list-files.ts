import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const skippedDirs = new Set(['node_modules', 'dist', 'test-results']);

/**
 * Paths relative to `root`, with `/`, of the files below it whose path matches; sorted. Hidden directories and what
 * tools make are left out.
 */
export function listFiles(root: string, pattern: RegExp, below = ''): string[] {
  return readdirSync(join(root, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        const isSkipped = entry.name.startsWith('.') || skippedDirs.has(entry.name);
        return isSkipped ? [] : listFiles(root, pattern, path);
      }
      return entry.isFile() && pattern.test(path) ? [path] : [];
    })
    .sort();
}
