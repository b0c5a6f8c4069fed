import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyPatches, type Patch, rootFolder } from './patch.ts';

/** What the server needs beside its own sources; never written to. */
const linked = [
  'shared',
  'widget',
  'node_modules',
  'dist',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** A copy of the checkout whose backend has these mistakes. Resolves with its root, under `dist/faults`. */
export async function patchServer(name: string, patches: readonly Patch[]): Promise<string> {
  const root = join(rootFolder, 'dist/faults', `${name}-server`);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  await cp(join(rootFolder, 'backend'), join(root, 'backend'), {
    recursive: true,
    filter: (from) => !from.includes('node_modules'),
  });
  for (const entry of linked) await symlink(join(rootFolder, entry), join(root, entry));
  for (const file of new Set(patches.map((patch) => patch.file))) {
    const source = await readFile(join(rootFolder, file), 'utf8');
    await writeFile(join(root, file), applyPatches(file, source, patches));
  }
  return root;
}
