import { join } from 'node:path';

/**
 * One mistake in one source file, as a colleague could have typed it. It is made while a test build is made, so the
 * product's own sources, and what people run, hold no fault and no switch.
 */
export interface Patch {
  /** From the root of the repository. */
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
}

export const rootFolder = join(import.meta.dirname, '../..');

/** The source with its mistakes. Throws where a patch does not fit, because the source has moved on. */
export function applyPatches(file: string, source: string, patches: readonly Patch[]): string {
  return patches
    .filter((patch) => patch.file === file)
    .reduce((text, { find, replace }) => {
      const count = text.split(find).length - 1;
      if (count !== 1) {
        throw new Error(`unable to break ${file}; it has this ${count} times, not once: ${find}`);
      }
      return text.replace(find, () => replace);
    }, source);
}
