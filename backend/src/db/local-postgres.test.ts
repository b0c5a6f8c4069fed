import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPidFile } from './local-postgres/leftover.ts';
import { isAlive, waitUntil } from './local-postgres/processes.ts';
import { findFastTmp } from './local-postgres/testing/fast-tmp.ts';
import {
  findRunningLocalPostgres,
  type LocalPostgres,
  removeLocalPostgres,
  startLocalPostgres,
} from './local-postgres.ts';

let home: string;
let dataDir: string;
const started: LocalPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(await findFastTmp(), 'hilo-test-postgres-'));
  await chmod(home, 0o711);
  // Named as the run's own server, so that what a killed run leaves here is cleared away with it.
  dataDir = join(home, 'data');
});

afterEach(async () => {
  // A test that failed half-way must not leave servers behind.
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of started.splice(0)) await server.stop();
  await removeLocalPostgres(dataDir);
  await rm(home, { recursive: true, force: true });
});

describe('startLocalPostgres', () => {
  it('keeps the data from one start to the next', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    await second.stop();
    expect(await findPidFile(dataDir)).toBeUndefined();
  });

  it('writes through to the disk unless the data is throw-away', async () => {
    const safe = await start({ durable: true });
    expect(await query(safe.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(safe.url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await safe.stop();
    const fast = await start();
    expect(await query(fast.url, 'SHOW fsync')).toEqual([{ fsync: 'off' }]);
    await fast.stop();
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const server = await start();
    const wrong = new URL(server.url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(await query(server.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  it('gives data whose password file was lost a new password', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept ()');
    await first.stop();
    await rm(`${dataDir}.password`);
    const second = await start();
    expect(second.url).not.toBe(first.url);
    expect(await query(second.url, 'SELECT * FROM kept')).toEqual([]);
    await second.stop();
  });

  it('refuses a second start on the same data and leaves the first alone', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({ name: 'LocalPostgresError', code: 'in_use' });
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await findRunningLocalPostgres({ dataDir })).toBe(first.url);
    await first.stop();
    expect(await findRunningLocalPostgres({ dataDir })).toBeUndefined();
  });

  it('lets one of two simultaneous starts through', async () => {
    const results = await Promise.allSettled([start(), start()]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'in_use' });
  });

  it('takes another port where the preferred one is busy', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as { port: number };
    const server = await start({ port });
    expect(server.port).not.toBe(port);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    busy.close();
  });
});

describe('after a kill -9', () => {
  it('of the process that started it: stops the server left running and starts on the same data', async () => {
    const { child, url } = await startInChild();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const leftover = (await findPidFile(dataDir))!.pid;
    await kill(child);
    expect(isAlive(leftover)).toBe(true);
    const server = await start();
    expect(isAlive(leftover)).toBe(false);
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it('of process and server: recovers from the log', async () => {
    const { child, url } = await startInChild();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const leftover = (await findPidFile(dataDir))!.pid;
    await kill(child);
    process.kill(leftover, 'SIGKILL');
    expect(await waitUntil(() => !isAlive(leftover), 10_000)).toBe(true);
    expect(await findPidFile(dataDir)).toBeDefined();
    const server = await start();
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it('with the number in postmaster.pid now some other program: leaves that program alone', async () => {
    await (await start()).stop();
    const bystander = spawn('sleep', ['60']);
    await writeFile(join(dataDir, 'postmaster.pid'), `${bystander.pid}\n${dataDir}\n0\n1\n\n\n\nready\n`);
    const server = await start();
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    await server.stop();
    await kill(bystander);
  });
});

describe('half-made data', () => {
  it('of an interrupted first start is made again', async () => {
    const child = spawnChild();
    expect(await waitUntil(async () => (await findDrafts()).length > 0, 20_000, 2)).toBe(true);
    await kill(child);
    expect(await readdir(home)).not.toContain('data');
    const server = await start();
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await findDrafts()).toEqual([]);
    await server.stop();
  });

  it('under the final name is set aside, not deleted', async () => {
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'PG_VERSION'), '18\n');
    const server = await start();
    await server.stop();
    const aside = (await readdir(home)).find((name) => name.startsWith('data.broken-'));
    expect(await readFile(join(home, aside!, 'PG_VERSION'), 'utf8')).toBe('18\n');
  });

  it('of another major version is refused and untouched', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'PG_VERSION'), '9\n');
    await expect(start()).rejects.toMatchObject({ code: 'version_mismatch' });
    expect(await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).toBe('9\n');
  });
});

async function start(options: { port?: number; durable?: boolean } = {}): Promise<LocalPostgres> {
  const server = await startLocalPostgres({ dataDir, port: 0, durable: false, ...options });
  started.push(server);
  return server;
}

async function findDrafts(): Promise<string[]> {
  return (await readdir(home)).filter((name) => name.startsWith('data.init-'));
}

function spawnChild(): ChildProcess {
  const script = join(import.meta.dirname, 'local-postgres/testing/start-and-wait.ts');
  return spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function startInChild(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawnChild();
  const [url] = await once(createInterface({ input: child.stdout! }), 'line');
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is stopped under an idle client says so: not this client's business.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
