import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The account a command runs as; empty means our own. */
export interface Account {
  uid?: number;
  gid?: number;
}

export interface Finished {
  ok: boolean;
  /** Standard output and standard error, as they came. */
  output: string;
}

/**
 * Nothing of the person's environment reaches the server: PGDATA, PGPORT or PGOPTIONS set for another database
 * would change what ours does.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a command to its end as `account`. Never throws: a command that cannot be run is `ok: false`. */
export function runToEnd(
  file: string,
  args: readonly string[],
  options: { account?: Account; stdin?: string; timeoutMs?: number } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(file, args, {
      ...options.account,
      // Our own working directory may be one that the account cannot enter.
      cwd: '/',
      env: serverEnvironment(),
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}

/** True where the number is in use, be it by a process that has ended and that its parent has not noticed (zombie). */
export function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, and it belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** True while the process runs. In containers the first process often notices no ends, so zombies stay for ever. */
export function isAlive(pid: number): boolean {
  if (!isListed(pid)) return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    // No /proc on this system; else it ended this moment, and the next look will tell.
    return true;
  }
}

/**
 * Tells one process from a later one that got the same pid: its start time, in whatever form the system gives.
 * Undefined where there is no such process.
 */
export async function findProcessBirth(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the name in parentheses and may hold blanks; the start time is the 20th field after it.
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return listProcess(pid, 'lstart=');
}

/** The command line of a process, blank-separated; undefined where there is no such process. */
export async function findCommandLine(pid: number): Promise<string | undefined> {
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (raw !== undefined) return raw.split('\0').join(' ').trim();
  return listProcess(pid, 'args=');
}

async function listProcess(pid: number, column: string): Promise<string | undefined> {
  const found = await promisify(execFile)('ps', ['-o', column, '-p', String(pid)]).catch(() => undefined);
  return found?.stdout.trim() || undefined;
}

/** Resolves true as soon as `condition` holds, false when it still does not after `timeoutMs`. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  everyMs = 20,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
