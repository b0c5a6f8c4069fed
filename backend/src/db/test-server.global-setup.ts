import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { isHeld } from './local-postgres/lock.ts';
import { findFastTmp } from './local-postgres/testing/fast-tmp.ts';
import { removeLocalPostgres, startLocalPostgres, withDatabase } from './local-postgres.ts';
import { migrate } from './migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServerUrl: string;
    testTemplateName: string;
    testDatabasePrefix: string;
  }
}

const homePrefix = 'hilo-test-postgres-';
const migrationsFolder = join(import.meta.dirname, '../../migrations');
const abandonedMsMin = 600_000;

interface TestServer {
  url: string;
  /** Leaves nothing behind of the databases whose names start so. */
  stop(databasePrefix: string): Promise<void>;
}

/**
 * One throw-away server for the whole run, or the one of TEST_DATABASE_URL, with a migrated template database that
 * every test file copies. Vitest calls this before, and what it returns after, the tests of the project.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await provideServer();
  const prefix = `hilo_test_${randomBytes(4).toString('hex')}_`;
  const template = `${prefix}template`;
  await execute(server.url, `CREATE DATABASE ${template}`);
  await migrate(withDatabase(server.url, template), { folder: migrationsFolder });
  project.provide('testServerUrl', server.url);
  project.provide('testTemplateName', template);
  project.provide('testDatabasePrefix', prefix);
  return () => server.stop(prefix);
}

async function provideServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: (prefix) => dropAll(given, prefix) };
  const tmp = await findFastTmp();
  await removeAbandoned(tmp);
  const home = await mkdtemp(join(tmp, homePrefix));
  // mkdtemp makes it private, and root's server runs as another account.
  await chmod(home, 0o711);
  const dataDir = join(home, 'data');
  // Port 0: any, since several runs may share the machine.
  const server = await startLocalPostgres({ dataDir, port: 0, durable: false });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await removeHome(home);
    },
  };
}

/** Servers and data of runs that were killed. */
async function removeAbandoned(tmp: string): Promise<void> {
  for (const name of await readdir(tmp)) {
    if (!name.startsWith(homePrefix)) continue;
    const home = join(tmp, name);
    if ((await isHeld(join(home, 'data.lock'))) || !(await isOld(home))) continue;
    // Another run may be at it as well, or the directory may be another account's: their business.
    await removeHome(home).catch(() => undefined);
  }
}

/** Young ones may belong to another run that is between two steps and holds no lock for a moment. */
async function isOld(home: string): Promise<boolean> {
  const found = await stat(home).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > abandonedMsMin;
}

async function removeHome(home: string): Promise<void> {
  await removeLocalPostgres(join(home, 'data'));
  await rm(home, { recursive: true, force: true });
}

/** Only what this run made: the server may be one that somebody gave us. */
async function dropAll(serverUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const found = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of found.rows)
      await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
