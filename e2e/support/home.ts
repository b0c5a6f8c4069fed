import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localDataFolder } from '../../backend/src/cli/database.ts';
import { isHeld } from '../../backend/src/db/local-postgres/lock.ts';
import { findFastTmp } from '../../backend/src/db/local-postgres/testing/fast-tmp.ts';
import { removeLocalPostgres } from '../../backend/src/db/local-postgres.ts';

const prefix = 'hilo-e2e-';
const abandonedMsMin = 600_000;

/** A fresh folder for what the product keeps. Clears away what killed runs left behind. */
export async function makeHome(): Promise<string> {
  const tmp = await findFastTmp();
  for (const folder of new Set([tmp, tmpdir()])) await removeAbandoned(folder);
  const home = await mkdtemp(join(tmp, prefix));
  // mkdtemp makes it private, and root's database server runs as another account.
  await chmod(home, 0o711);
  return home;
}

/** Removes the folder, and stops the database server that a killed product left running in it. */
export async function removeHome(home: string): Promise<void> {
  await removeLocalPostgres(join(home, localDataFolder));
  await rm(home, { recursive: true, force: true });
}

async function removeAbandoned(tmp: string): Promise<void> {
  for (const name of await readdir(tmp)) {
    const home = join(tmp, name);
    if (!name.startsWith(prefix) || !(await isOld(home))) continue;
    if (await isHeld(join(home, `${localDataFolder}.lock`))) continue;
    // Another run may be at it as well: their business.
    await removeHome(home).catch(() => undefined);
  }
}

async function isOld(home: string): Promise<boolean> {
  const found = await stat(home).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > abandonedMsMin;
}
