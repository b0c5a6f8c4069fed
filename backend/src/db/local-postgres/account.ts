import { stat } from 'node:fs/promises';
import { type Account, runToEnd } from './processes.ts';

/**
 * The account the server runs as. Postgres refuses to run as root, so root gets: the owner of the data there is,
 * else `postgres` (made where the system has none), else `nobody`. Everybody else is themselves.
 */
export async function chooseAccount(dataDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(dataDir).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await findAccount('postgres')) ?? (await createAccount('postgres')) ?? { uid: 65534, gid: 65534 };
}

async function findAccount(name: string): Promise<Required<Account> | undefined> {
  const [uid, gid] = await Promise.all([readId('-u', name), readId('-g', name)]);
  return uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}

async function readId(flag: string, name: string): Promise<number | undefined> {
  const result = await runToEnd('id', [flag, name]);
  return result.ok ? Number.parseInt(result.output, 10) : undefined;
}

async function createAccount(name: string): Promise<Account | undefined> {
  // useradd: Debian, Fedora, Arch …; adduser with these flags: busybox.
  const made =
    (await runToEnd('useradd', ['--system', '--user-group', '--no-create-home', name])).ok ||
    (await runToEnd('adduser', ['-S', '-D', '-H', name])).ok;
  return made ? findAccount(name) : undefined;
}
