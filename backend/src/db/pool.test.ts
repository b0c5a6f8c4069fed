import { type DatabasePool, SchemaValidationError, sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HiloError } from '../hilo-error.ts';
import { createPool } from './pool.ts';
import { acquireTestDatabase, type TestDatabase } from './test-database.ts';
import { transact } from './transact.ts';

let database: TestDatabase;
let pool: DatabasePool;

beforeAll(async () => {
  database = await acquireTestDatabase();
  // One connection: whatever leaked would be seen by the next checkout.
  pool = await createPool(database.url, { connectionsMax: 1 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const backend = () => pool.oneFirst(sql.type(z.object({ pid: z.int() }))`SELECT pg_backend_pid() AS pid`);

/** Everything that one checkout of a connection could leave for the next. */
const sessionState = () =>
  pool.one(sql.type(
    z.object({
      settings: z.number(),
      advisory_locks: z.number(),
      temporary_tables: z.number(),
      cursors: z.number(),
      isolation: z.string(),
      in_transaction: z.boolean(),
    }),
  )`
    SELECT
      (SELECT count(*) FROM pg_settings WHERE source = 'session') AS settings,
      (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS advisory_locks,
      (SELECT count(*) FROM pg_class WHERE relpersistence = 't') AS temporary_tables,
      (SELECT count(*) FROM pg_cursors WHERE name <> '') AS cursors,
      current_setting('transaction_isolation') AS isolation,
      pg_current_xact_id_if_assigned() IS NOT NULL AS in_transaction`);

describe('createPool', () => {
  it('checks each row against the schema beside its statement', async () => {
    const wrong = pool.one(sql.type(z.object({ answer: z.string() }))`SELECT 42 AS answer`);
    await expect(wrong).rejects.toThrow(SchemaValidationError);
    expect(await pool.one(sql.type(z.object({ answer: z.number() }))`SELECT 42::bigint AS answer`)).toEqual({
      answer: 42,
    });
  });

  it('prepares a statement once per connection', async () => {
    const twice = sql.type(z.object({ sum: z.int() }));
    for (const n of [1, 2, 3]) {
      expect(await pool.oneFirst(twice`SELECT ${n}::integer + 1 AS sum`)).toBe(n + 1);
    }
    const prepared = await pool.anyFirst(
      sql.type(z.object({ name: z.string() }))`
        SELECT name FROM pg_prepared_statements WHERE statement = 'SELECT $1::integer + 1 AS sum'`,
    );
    expect(prepared).toHaveLength(1);
  });

  it('leaves no session state behind for the next checkout', async () => {
    const clean = await sessionState();
    expect(clean).toMatchObject({
      advisory_locks: 0,
      temporary_tables: 0,
      cursors: 0,
      in_transaction: false,
    });
    const pid = await backend();
    await transact(pool, async (tx) => {
      await tx.query(sql.unsafe`SET LOCAL work_mem = '1MB'`);
      await tx.query(sql.unsafe`SELECT pg_advisory_xact_lock(1)`);
    });
    await expect(
      transact(pool, async (tx) => {
        await tx.query(sql.unsafe`SELECT pg_advisory_xact_lock(2), pg_current_xact_id()`);
        throw new HiloError('not_found');
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await sessionState()).toEqual(clean);
    expect(await backend()).toBe(pid);
  });
});

describe('transact', () => {
  it('rolls back on an expected failure and keeps the connection', async () => {
    const pid = await backend();
    const failed = transact(pool, async (tx) => {
      await tx.query(
        sql.unsafe`INSERT INTO companies (company_id, name, policy) VALUES ('gone', 'Gone', 'single')`,
      );
      throw new HiloError('prechat_required');
    });
    await expect(failed).rejects.toMatchObject({ code: 'prechat_required' });
    expect(await backend()).toBe(pid);
    expect(await pool.exists(sql.unsafe`SELECT 1 FROM companies WHERE company_id = 'gone'`)).toBe(false);
  });
});
