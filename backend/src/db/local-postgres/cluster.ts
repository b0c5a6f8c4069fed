import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { LocalPostgresError } from './errors.ts';
import { exists, makeOwnedDir, nameSharedPlace, resolvePlace } from './places.ts';
import { type Account, runToEnd } from './processes.ts';

/** The one role of the local server. */
export const superuser = 'hilo';

const draftInfix = '.init-';

export interface ClusterRequest {
  dataDir: string;
  account: Account;
  binaries: Binaries;
  password: string;
  /** The password is newer than the data may be (its file was lost): teach the data the new one. */
  isNewPassword: boolean;
  /** False skips the flush to disk, for data that is thrown away. */
  durable: boolean;
}

/** Where the data really is, whole and of our version; made where missing. The server must not be running. */
export async function settleCluster(request: ClusterRequest): Promise<string> {
  const { dataDir } = request;
  const place = await resolvePlace(dataDir);
  if (await isWhole(place)) {
    await checkVersion(place, request.binaries);
    if (request.isNewPassword) await resetPassword(place, request);
    return place;
  }
  await moveAside(place);
  // A link whose target is gone would otherwise be in the way of what is made now.
  if (place !== dataDir) await rm(dataDir, { force: true });
  return createCluster(request);
}

/** `global/pg_control` is what Postgres itself cannot start without, and initdb writes it late. */
async function isWhole(place: string): Promise<boolean> {
  return (await exists(join(place, 'PG_VERSION'))) && (await exists(join(place, 'global', 'pg_control')));
}

/** Half-made data is kept beside, not deleted: we cannot know that nobody misses it. */
async function moveAside(place: string): Promise<void> {
  if (await exists(place)) await rename(place, `${place}.broken-${Date.now()}`);
}

async function checkVersion(place: string, binaries: Binaries): Promise<void> {
  const version = (await readFile(join(place, 'PG_VERSION'), 'utf8')).trim();
  if (version === binaries.majorVersion) return;
  throw new LocalPostgresError(
    'version_mismatch',
    `unable to use the data in ${place}; Postgres ${version} wrote it and this is Postgres ` +
      `${binaries.majorVersion}. Move it away to start afresh, or set DATABASE_URL.`,
  );
}

/** Makes the data under a draft name and renames it: an interrupted initdb never looks like data. */
async function createCluster(request: ClusterRequest): Promise<string> {
  const { dataDir, account } = request;
  let place = dataDir;
  let draft = nameDraft(place);
  if (!(await makeOwnedDir(draft, account))) {
    await rm(draft, { recursive: true, force: true });
    place = await nameSharedPlace(dataDir);
    draft = nameDraft(place);
    if (!(await makeOwnedDir(draft, account))) {
      throw new LocalPostgresError(
        'init_failed',
        `unable to make the data directory ${place}; it is out of reach`,
      );
    }
  }
  await initialise(draft, request);
  await rename(draft, place);
  if (place !== dataDir) await symlink(place, dataDir);
  return place;
}

/** A new name each time: an initdb whose parent was killed may still be writing under the last one. */
function nameDraft(place: string): string {
  return `${place}${draftInfix}${randomBytes(6).toString('hex')}`;
}

async function initialise(draft: string, request: ClusterRequest): Promise<void> {
  const { account } = request;
  // initdb wants an empty directory, and reads the password as the server's account: it gets both inside the draft.
  const data = join(draft, 'data');
  const passwordFile = join(draft, 'password');
  await writeFile(passwordFile, `${request.password}\n`, { mode: 0o600 });
  await mkdir(data, { mode: 0o700 });
  if (account.uid !== undefined) {
    for (const path of [passwordFile, data]) await chown(path, account.uid, account.gid ?? account.uid);
  }
  const args = [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(request.durable ? [] : ['--no-sync']),
  ];
  const result = await runToEnd(request.binaries.initdb, args, { account, timeoutMs: 120_000 });
  if (!result.ok) {
    throw new LocalPostgresError('init_failed', `unable to initialise Postgres; ${result.output.trim()}`);
  }
  await unwrap(draft, data);
}

/** `<draft>/data` becomes `<draft>`. */
async function unwrap(draft: string, data: string): Promise<void> {
  const aside = `${draft}-data`;
  await rm(aside, { recursive: true, force: true });
  await rename(data, aside);
  await rm(draft, { recursive: true });
  await rename(aside, draft);
}

async function resetPassword(place: string, request: ClusterRequest): Promise<void> {
  const { binaries, account, password } = request;
  // The password is base64url, and needs no escaping.
  const result = await runToEnd(binaries.postgres, ['--single', '-D', place, 'postgres'], {
    account,
    stdin: `ALTER ROLE ${superuser} PASSWORD '${password}'\n`,
  });
  if (!result.ok) {
    const { output } = result;
    throw new LocalPostgresError('start_failed', `unable to set the database password; ${output.trim()}`);
  }
}

/** Deletes what interrupted first starts left beside the data. */
export async function removeDrafts(dataDir: string): Promise<void> {
  const prefix = `${basename(dataDir)}${draftInfix}`;
  for (const name of await readdir(dirname(dataDir))) {
    if (!name.startsWith(prefix)) continue;
    // One that is still being written to can refuse; the next start gets it.
    await rm(join(dirname(dataDir), name), { recursive: true, force: true, maxRetries: 3 }).catch(
      () => undefined,
    );
  }
}
