import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { findFreePort } from '../../start/ports.ts';
import type { Binaries } from './binaries.ts';
import { LocalPostgresError } from './errors.ts';
import { findPidFile, send, stopServer } from './leftover.ts';
import { type Account, serverEnvironment, waitUntil } from './processes.ts';

export interface ServerRequest {
  place: string;
  account: Account;
  binaries: Binaries;
  portPreferred: number;
  durable: boolean;
  logFile: string;
}

export interface Server {
  port: number;
  stop(): Promise<void>;
}

const startMsMax = 60_000;
const attemptsMax = 20;
const retryDelayMs = 250;
const logBytesMax = 5_000_000;

/**
 * Starts the server on a data directory that nobody serves. A port that is taken, also between our look and the
 * server's, is replaced by another.
 */
export async function startServer(request: ServerRequest): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const { port } = await findFreePort(request.portPreferred);
    const outcome = await tryStart(request, port);
    if (typeof outcome !== 'string') return outcome;
    if (attempt >= attemptsMax || !isWorthRetrying(outcome)) {
      throw new LocalPostgresError('start_failed', `unable to start Postgres; ${outcome}`);
    }
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
  }
}

/** Somebody took the port, or the children of a killed server are still on their way out. */
function isWorthRetrying(log: string): boolean {
  return /Address already in use|could not bind|pre-existing shared memory block/.test(log);
}

/** The running server, or what it said before it ended. */
async function tryStart(request: ServerRequest, port: number): Promise<Server | string> {
  const logStart = await trimLog(request.logFile);
  const child = await spawnServer(request, port);
  let hasEnded = false;
  child.on('exit', () => {
    hasEnded = true;
  });
  child.on('error', () => {
    hasEnded = true;
  });
  const isReady = async () => {
    const file = await findPidFile(request.place);
    return file?.pid === child.pid && file?.isReady === true;
  };
  const inTime = await waitUntil(async () => hasEnded || (await isReady()), startMsMax);
  if (inTime && !hasEnded && child.pid !== undefined) return serverOf(child, child.pid, port);
  if (!hasEnded && child.pid !== undefined) await stopServer(child.pid);
  const log = (await readFile(request.logFile, 'utf8').catch(() => '')).slice(logStart).trim();
  return log || 'it ended without a word';
}

function serverOf(child: ChildProcess, pid: number, port: number): Server {
  // The last chance where somebody calls process.exit: asks for a clean end, and cannot wait for it.
  const onExit = () => send(pid, 'SIGINT');
  process.once('exit', onExit);
  return {
    port,
    stop: async () => {
      process.off('exit', onExit);
      if (child.exitCode === null && child.signalCode === null) await stopServer(pid);
    },
  };
}

async function spawnServer(request: ServerRequest, port: number): Promise<ChildProcess> {
  const log = await open(request.logFile, 'a', 0o600);
  try {
    const child = spawn(
      request.binaries.postgres,
      ['-D', request.place, ...settings(port, request.durable)],
      {
        ...request.account,
        cwd: '/',
        env: serverEnvironment(),
        // A session of its own: Ctrl-C in the terminal must reach us and not the database under us.
        detached: true,
        // A file and no pipe: a server that outlives us keeps a place to write to.
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    // TCP with a password is the only way in.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 200,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Starts the log anew when it has grown too big. Returns its length in characters. */
async function trimLog(logFile: string): Promise<number> {
  const found = await stat(logFile).catch(() => undefined);
  if (!found) return 0;
  if (found.size > logBytesMax) {
    await rm(logFile);
    return 0;
  }
  return (await readFile(logFile, 'utf8')).length;
}
