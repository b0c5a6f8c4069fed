import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from './local-postgres.ts';

export interface TestDatabase {
  url: string;
  /** Deletes the database, also while connections are open. */
  drop(): Promise<void>;
}

/**
 * A fresh database with the current schema, copied from the run's template in some tens of milliseconds. One per
 * test file (`beforeAll`), so that files run side by side.
 */
export async function acquireTestDatabase(): Promise<TestDatabase> {
  return copyDatabase(inject('testServerUrl'), inject('testTemplateName'));
}

/** A fresh database with nothing in it, for tests of migrations themselves. */
export async function acquireEmptyDatabase(): Promise<TestDatabase> {
  return copyDatabase(inject('testServerUrl'), 'template0');
}

async function copyDatabase(serverUrl: string, templateName: string): Promise<TestDatabase> {
  const name = `${inject('testDatabasePrefix')}${randomBytes(6).toString('hex')}`;
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${templateName}`);
  return {
    url: withDatabase(serverUrl, name),
    drop: () => execute(serverUrl, untilLeft(name), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/**
 * A pool that has ended still has connections that are saying goodbye; thrown out meanwhile they would raise an error
 * that nobody listens for. Waits for them, at most two seconds.
 */
function untilLeft(name: string): string {
  return `DO $$ BEGIN
    FOR i IN 1..100 LOOP
      PERFORM pg_stat_clear_snapshot();
      EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${name}');
      PERFORM pg_sleep(0.02);
    END LOOP;
  END $$`;
}

/** Runs statements, one after the other, on a connection of their own. */
async function execute(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
