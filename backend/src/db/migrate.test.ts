import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { acquireEmptyDatabase, acquireTestDatabase, type TestDatabase } from './test-database.ts';

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilo-migrations-'));
  database = await acquireEmptyDatabase();
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('migrate', () => {
  it('applies new files in order, once, and records them', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (id int); INSERT INTO things VALUES (1);');
    const lines: string[] = [];
    const first = await migrate(database.url, { folder, log: (line) => lines.push(line) });
    expect(first.applied).toEqual(['0001-things.sql']);
    expect(lines).toEqual(['applied migration 0001-things.sql']);
    await file('0002-more-things.sql', 'INSERT INTO things SELECT id + 1 FROM things;');
    expect((await run()).applied).toEqual(['0002-more-things.sql']);
    expect((await run()).applied).toEqual([]);
    expect(await query('SELECT id FROM things ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(
      await query('SELECT id, name, length(sha256) AS length FROM schema_migrations ORDER BY id'),
    ).toEqual([
      { id: 1, name: 'things', length: 64 },
      { id: 2, name: 'more-things', length: 64 },
    ]);
  });

  it('takes a pool as well as an address', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (id int);');
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    await migrate(pool, { folder });
    await pool.query('SELECT id FROM things');
    await pool.end();
  });

  it('leaves nothing of a migration that fails, keeps those before it, and can be run again', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (id int);');
    await file('0002-broken.sql', 'CREATE TABLE half (id int); SELECT nonsense;');
    await expect(run()).rejects.toMatchObject({
      code: 'failed',
      message: /0002-broken\.sql; column "nonsense"/,
    });
    expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    await file('0002-broken.sql', 'CREATE TABLE half (id int);');
    expect((await run()).applied).toEqual(['0002-broken.sql']);
  });

  it('lets several nodes start at once', async () => {
    await file('0001-slow.sql', 'SELECT pg_sleep(0.2); CREATE TABLE things (id int);');
    const results = await Promise.all(Array.from({ length: 5 }, run));
    expect(results.filter(({ applied }) => applied.length === 1)).toHaveLength(1);
    expect(results.filter(({ applied }) => applied.length === 0)).toHaveLength(4);
  });

  it('refuses a file that changed after it was applied, but not other line ends', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (\nid int);');
    await run();
    await file('0001-things.sql', 'CREATE TABLE things (\r\nid int);');
    await expect(run()).resolves.toEqual({ applied: [] });
    await file('0001-things.sql', 'CREATE TABLE things (\nid bigint);');
    await expect(run()).rejects.toMatchObject({ name: 'MigrationError', code: 'changed' });
  });

  it('refuses a renamed file', async () => {
    await file('0001-things.sql', 'SELECT 1;');
    await run();
    await rm(join(folder, '0001-things.sql'));
    await file('0001-renamed.sql', 'SELECT 1;');
    await expect(run()).rejects.toMatchObject({ code: 'changed' });
  });

  it('refuses a database that is newer than the code', async () => {
    await file('0001-things.sql', 'SELECT 1;');
    await file('0002-future.sql', 'SELECT 1;');
    await run();
    await rm(join(folder, '0002-future.sql'));
    await expect(run()).rejects.toMatchObject({ code: 'database_newer', message: /2 \(future\)/ });
  });

  it.each([
    ['a hole', ['0001-a.sql', '0003-c.sql'], /number 2 is missing/],
    ['a late beginning', ['0002-b.sql'], /number 1 is missing/],
    ['a number used twice', ['0001-a.sql', '0001-b.sql'], /number 1 is used twice/],
    ['a misnamed file', ['1_a.sql'], /1_a\.sql is not named/],
  ])('refuses %s and touches nothing', async (_case, names, message) => {
    for (const name of names) await file(name, 'CREATE TABLE things (id int);');
    await expect(run()).rejects.toMatchObject({ code: 'bad_files', message });
    expect(await query("SELECT to_regclass('schema_migrations') AS found")).toEqual([{ found: null }]);
  });

  it('refuses a folder that does not exist', async () => {
    await expect(migrate(database.url, { folder: join(folder, 'none') })).rejects.toMatchObject({
      code: 'bad_files',
    });
  });
});

describe('acquireTestDatabase', () => {
  it('gives databases of their own, migrated', async () => {
    const [one, other] = await Promise.all([acquireTestDatabase(), acquireTestDatabase()]);
    expect(one.url).not.toBe(other.url);
    await query('CREATE TABLE mine ()', one.url);
    expect(await query("SELECT to_regclass('mine') AS mine", other.url)).toEqual([{ mine: null }]);
    expect(await query("SELECT to_regclass('schema_migrations') IS NOT NULL AS found", one.url)).toEqual([
      { found: true },
    ]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(query('SELECT 1', one.url)).rejects.toThrow(/does not exist/);
  });
});

function run() {
  return migrate(database.url, { folder });
}

function file(name: string, sql: string): Promise<void> {
  return writeFile(join(folder, name), sql);
}

async function query(text: string, url = database.url): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
