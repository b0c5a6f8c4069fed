import pg from 'pg';
import { MigrationError } from './migrate/errors.ts';
import { type AppliedMigration, checkHistory } from './migrate/history.ts';
import { type Migration, readMigrations } from './migrate/read-migrations.ts';

export interface MigrateOptions {
  /** The folder of `NNNN-name.sql` files. */
  folder: string;
  /** One sentence per migration applied. */
  log?: (line: string) => void;
}

export interface MigrateResult {
  /** Names of what was applied now, in order; empty where the database was up to date. */
  applied: string[];
}

/** Any number that no other user of the database's advisory locks takes: "hilo" in ASCII. */
const advisoryLockKey = 0x68696c6f;
const lockWaitMsMax = 120_000;

/**
 * Brings the database up to date: each file in a transaction of its own, recorded in `schema_migrations`. Two nodes
 * that start at once wait for each other. Files are append-only: one that changed after it was applied is refused.
 * What cannot run in a transaction (CREATE INDEX CONCURRENTLY) cannot be a migration.
 *
 * Throws `MigrationError`.
 */
export async function migrate(database: string | pg.Pool, options: MigrateOptions): Promise<MigrateResult> {
  const migrations = await readMigrations(options.folder);
  if (typeof database !== 'string') {
    const client = await database.connect();
    try {
      return await migrateLocked(client, migrations, options);
    } finally {
      client.release();
    }
  }
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    return await migrateLocked(client, migrations, options);
  } finally {
    await client.end();
  }
}

async function migrateLocked(
  client: pg.ClientBase,
  migrations: Migration[],
  options: MigrateOptions,
): Promise<MigrateResult> {
  await takeLock(client);
  try {
    const pending = migrations.slice(checkHistory(migrations, await readHistory(client)));
    for (const migration of pending) {
      await apply(client, migration);
      options.log?.(`applied migration ${migration.fileName}`);
    }
    return { applied: pending.map(({ fileName }) => fileName) };
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [advisoryLockKey]);
  }
}

async function takeLock(client: pg.ClientBase): Promise<void> {
  await client.query(`SET lock_timeout = ${lockWaitMsMax}`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLockKey]);
  } catch (error) {
    throw new MigrationError(
      'locked',
      'unable to migrate; another node has been migrating for two minutes',
      error,
    );
  } finally {
    await client.query('RESET lock_timeout');
  }
}

async function readHistory(client: pg.ClientBase): Promise<AppliedMigration[]> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS schema_migrations (
      id integer PRIMARY KEY,
      name text NOT NULL,
      sha256 text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  const result = await client.query<AppliedMigration>(
    'SELECT id, name, sha256 FROM schema_migrations ORDER BY id',
  );
  return result.rows;
}

async function apply(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migrations (id, name, sha256) VALUES ($1, $2, $3)', [
      migration.id,
      migration.name,
      migration.sha256,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError('failed', `unable to apply migration ${migration.fileName}; ${reason}`, error);
  }
}
