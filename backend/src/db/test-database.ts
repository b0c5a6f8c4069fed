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
    drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Runs one statement on a connection of its own. */
async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
