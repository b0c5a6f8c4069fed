import { type DatabasePool, sql } from 'slonik';
import { inject } from 'vitest';
import { z } from 'zod';
import { withDatabase } from '../../db/local-postgres.ts';

/** The address of the test database behind a pool, for what opens connections of its own. */
export async function databaseUrlOf(pool: DatabasePool): Promise<string> {
  const name = await pool.oneFirst(sql.type(z.object({ name: z.string() }))`
    SELECT current_database() AS name
  `);
  return withDatabase(inject('testServerUrl'), name);
}
