import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { LocalPostgresError } from './errors.ts';
import { findProcessBirth, isAlive } from './processes.ts';

export interface Lock {
  release(): Promise<void>;
}

interface Holder {
  pid: number;
  birth: string | undefined;
}

const attemptsMax = 5;

/**
 * Takes the lock file at `path` for this process. A lock whose holder died (kill -9, power cut) is taken over; a
 * live holder means `LocalPostgresError` `in_use`.
 *
 * This lock gives the clear sentence and protects initialisation. The data itself is also protected by Postgres,
 * which refuses a second server on one directory.
 */
export async function acquireLock(path: string): Promise<Lock> {
  const holder: Holder = { pid: process.pid, birth: await findProcessBirth(process.pid) };
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (await createWhole(path, JSON.stringify(holder))) return { release: () => rm(path, { force: true }) };
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const other = parseHolder(text);
    if (other && (await isHolding(other))) {
      throw new LocalPostgresError(
        'in_use',
        `unable to start Postgres; process ${other.pid} already runs it on this data directory (lock: ${path})`,
      );
    }
    await removeStale(path, text);
  }
  throw new LocalPostgresError('in_use', `unable to take the lock ${path}; other starts keep taking it`);
}

/** True while a live process has the lock. */
export async function isHeld(path: string): Promise<boolean> {
  const holder = parseHolder(await readFile(path, 'utf8').catch(() => ''));
  return holder !== undefined && isHolding(holder);
}

async function isHolding(holder: Holder): Promise<boolean> {
  if (!isAlive(holder.pid)) return false;
  // After a reboot, or in a fresh container, the number may belong to somebody else.
  return (await findProcessBirth(holder.pid)) === holder.birth;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Holder;
    return Number.isInteger(value.pid) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Creates the file with its whole content or not at all: a reader never sees an empty lock. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function removeStale(path: string, judged: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  // Between our look and our move somebody else may have taken the lock over: theirs goes back.
  if ((await readFile(aside, 'utf8')) !== judged) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
