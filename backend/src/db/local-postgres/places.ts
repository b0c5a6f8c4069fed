import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readlink, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Account, runToEnd } from './processes.ts';

/** For root whose checkout lies where no other account can enter, such as /root. */
const sharedHome = '/var/lib/hilo';

/** Makes the directory that holds the data directory, the lock, the password and the log. */
export async function makeParent(parent: string): Promise<void> {
  const made = await mkdir(parent, { recursive: true });
  // Under a tight umask root would lock the server's account out of a directory it has just made.
  if (made !== undefined && process.getuid?.() === 0) await chmod(parent, 0o711);
}

/** Makes an empty directory of `account`'s own; false where the account cannot reach it. */
export async function makeOwnedDir(path: string, account: Account): Promise<boolean> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (account.uid === undefined) return true;
  await chown(path, account.uid, account.gid ?? account.uid);
  return (await runToEnd('/bin/sh', ['-c', 'cd "$1" && pwd', 'sh', path], { account })).ok;
}

/** A place outside the checkout that every account can reach. Made where missing. */
export async function makeSharedHome(): Promise<string> {
  await mkdir(sharedHome, { recursive: true });
  await chmod(sharedHome, 0o755);
  return sharedHome;
}

/** A fresh name in the shared home for the data of `dataDir`, which then becomes a symbolic link to it. */
export async function nameSharedPlace(dataDir: string): Promise<string> {
  return join(await makeSharedHome(), `${basename(dataDir)}-${randomBytes(6).toString('hex')}`);
}

/** Where the data really is: the target of `dataDir` where that is a symbolic link, else itself. */
export async function resolvePlace(dataDir: string): Promise<string> {
  const target = await readlink(dataDir).catch(() => undefined);
  return target === undefined ? dataDir : resolve(dirname(dataDir), target);
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
