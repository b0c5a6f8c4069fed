import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalPostgresError } from './errors.ts';
import { findCommandLine, isAlive, isListed, waitUntil } from './processes.ts';

/** What a running server says of itself in `postmaster.pid`. */
export interface PidFile {
  pid: number;
  port: number;
  isReady: boolean;
}

/** Beyond what any system hands out. */
const impossiblePid = 2_147_483_647;
const fastShutdownMsMax = 15_000;
const immediateShutdownMsMax = 10_000;

/** Reads `postmaster.pid` of a data directory; undefined where there is none that makes sense. */
export async function findPidFile(place: string): Promise<PidFile | undefined> {
  const text = await readFile(join(place, 'postmaster.pid'), 'utf8').catch(() => '');
  // Lines: pid, data directory, start time, port, socket directory, listen address, shared memory key, status.
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number.parseInt(lines[3] ?? '', 10), isReady: lines[7] === 'ready' };
}

/**
 * Stops the server that a killed process left running on this data directory, if there is one. The caller holds the
 * lock, so nobody is using it on purpose.
 */
export async function stopLeftover(place: string): Promise<void> {
  const file = await findPidFile(place);
  if (!file || !isListed(file.pid)) return;
  const verdict = isAlive(file.pid) ? await judge(file.pid, place) : 'not postgres';
  if (verdict === 'ours') {
    await stopServer(file.pid);
    // Nothing is left to do where it cleaned up; where it had to be stopped at once, its number may still be listed.
    return disown(place);
  }
  if (verdict === 'not postgres') return disown(place);
  throw new LocalPostgresError(
    'in_use',
    `unable to start Postgres; process ${file.pid} may be a server on ${place}, and it is not certain that it is ` +
      'ours to stop. Stop it and start again.',
  );
}

/**
 * Postgres takes any process with the number in the file for a server: a zombie, or a program that got the number
 * later. It gets a number that no process has; the rest stays, since by it Postgres sees whether the dead server's
 * children are still using its memory.
 */
async function disown(place: string): Promise<void> {
  const path = join(place, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) await writeFile(path, text.replace(/^\d+/, String(impossiblePid)));
}

async function judge(pid: number, place: string): Promise<'ours' | 'not postgres' | 'uncertain'> {
  const commandLine = (await findCommandLine(pid)) ?? '';
  if (!/postgres/.test(commandLine)) return 'not postgres';
  const real = await realpath(place);
  // A server's working directory is its data directory, also after that was renamed.
  const workingDir = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (workingDir !== undefined) return workingDir === real ? 'ours' : 'uncertain';
  return commandLine.includes(` -D ${place}`) || commandLine.includes(` -D ${real}`) ? 'ours' : 'uncertain';
}

/**
 * Stops a server: fast (open transactions are rolled back, everything is on disk), and where that takes too long at
 * once (the next start recovers from the log).
 */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, msMax] of [
    ['SIGINT', fastShutdownMsMax],
    ['SIGQUIT', immediateShutdownMsMax],
  ] as const) {
    if (!send(pid, signal)) return;
    if (await waitUntil(() => !isAlive(pid), msMax)) return;
  }
  throw new LocalPostgresError('stop_failed', `unable to stop Postgres; process ${pid} does not end`);
}

/** False where the process is gone already. */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
