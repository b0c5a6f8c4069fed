import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { chooseAccount } from './local-postgres/account.ts';
import { prepareBinaries } from './local-postgres/binaries.ts';
import { removeDrafts, settleCluster, superuser } from './local-postgres/cluster.ts';
import { findPidFile, stopLeftover } from './local-postgres/leftover.ts';
import { acquireLock } from './local-postgres/lock.ts';
import { findPassword, readOrCreatePassword } from './local-postgres/password.ts';
import { makeParent, resolvePlace } from './local-postgres/places.ts';
import { isAlive } from './local-postgres/processes.ts';
import { type Server, startServer } from './local-postgres/server.ts';

export interface LocalPostgresOptions {
  /** Where the data lives. Beside it: `<dataDir>.password`, `<dataDir>.lock`, `<dataDir>.log`. */
  dataDir: string;
  /** The port to prefer; another is taken where it is busy. Default 54320. */
  port?: number;
  /** Created where missing. Default `hilo`. */
  databaseName?: string;
  /** False trades safety against power cuts for speed; for throw-away data. Default true. */
  durable?: boolean;
}

export interface LocalPostgres {
  /** postgres://… with the password in it: not for logs. */
  url: string;
  port: number;
  /** Clean and fast; afterwards the data directory is free. Calling it again is harmless. */
  stop(): Promise<void>;
}

const portDefault = 54_320;
const databaseNameDefault = 'hilo';

/**
 * Runs a Postgres of our own on 127.0.0.1, as ourselves or, for root, as another account. A server that a killed
 * process left running on the same data is stopped first; half-made data is set aside and made again.
 *
 * Throws `LocalPostgresError`; code `in_use` where a live process serves this data directory.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const dataDir = resolve(options.dataDir);
  await makeParent(dirname(dataDir));
  const lock = await acquireLock(lockOf(dataDir));
  let server: Server | undefined;
  try {
    const password = await readOrCreatePassword(passwordOf(dataDir));
    server = await startLocked(dataDir, password, options);
    const url = urlOf(server.port, password.value, options.databaseName);
    await ensureDatabase(url);
    return { url, port: server.port, stop: stopOnce(server, lock.release) };
  } catch (error) {
    await server?.stop();
    await lock.release();
    throw error;
  }
}

/** The URL of the server that another process (`npm start`) runs on this data directory; undefined where none does. */
export async function findRunningLocalPostgres(
  options: Pick<LocalPostgresOptions, 'dataDir' | 'databaseName'>,
): Promise<string | undefined> {
  const dataDir = resolve(options.dataDir);
  const file = await findPidFile(await resolvePlace(dataDir));
  if (!file?.isReady || !isAlive(file.pid)) return undefined;
  const password = await findPassword(passwordOf(dataDir));
  return password === undefined ? undefined : urlOf(file.port, password, options.databaseName);
}

/** Stops what a dead process left running on this data directory, and deletes the data with all that is beside it. */
export async function removeLocalPostgres(dataDir: string): Promise<void> {
  const absolute = resolve(dataDir);
  const lock = await acquireLock(lockOf(absolute));
  const place = await resolvePlace(absolute);
  await stopLeftover(place);
  await removeDrafts(absolute);
  for (const path of [place, absolute, passwordOf(absolute), logOf(absolute)]) {
    await rm(path, { recursive: true, force: true });
  }
  await lock.release();
}

async function startLocked(
  dataDir: string,
  password: { value: string; isNew: boolean },
  options: LocalPostgresOptions,
): Promise<Server> {
  const durable = options.durable ?? true;
  await removeDrafts(dataDir);
  const account = await chooseAccount(dataDir);
  const binaries = await prepareBinaries(account);
  await stopLeftover(await resolvePlace(dataDir));
  const place = await settleCluster({
    dataDir,
    account,
    binaries,
    password: password.value,
    isNewPassword: password.isNew,
    durable,
  });
  const portPreferred = options.port ?? portDefault;
  return startServer({ place, account, binaries, portPreferred, durable, logFile: logOf(dataDir) });
}

function stopOnce(server: Server, release: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= server.stop().finally(release);
    return stopped;
  };
}

async function ensureDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const client = new pg.Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** The same server and account, another database. */
export function withDatabase(url: string, databaseName: string): string {
  const changed = new URL(url);
  changed.pathname = `/${databaseName}`;
  return changed.href;
}

function urlOf(port: number, password: string, databaseName = databaseNameDefault): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`;
}

const lockOf = (dataDir: string) => `${dataDir}.lock`;
const passwordOf = (dataDir: string) => `${dataDir}.password`;
const logOf = (dataDir: string) => `${dataDir}.log`;
