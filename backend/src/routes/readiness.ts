import { join } from 'node:path';
import { sql } from 'slonik';
import { z } from 'zod';
import { readMigrations } from '../db/migrate/read-migrations.ts';
import type { Services } from '../services.ts';

export const migrationsFolder = join(import.meta.dirname, '../../migrations');

const freshMs = 1_000;

/** Returns a function that says why this server cannot do its work now, or undefined where it can. */
export function createReadiness({ pool, draining }: Services): () => Promise<string | undefined> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checked: Promise<string | undefined> = Promise.resolve(undefined);
  return () => {
    if (draining.now) return Promise.resolve('it is stopping');
    // However often it is asked, the database is asked once a second.
    if (performance.now() - checkedAt >= freshMs) {
      checkedAt = performance.now();
      checked = findObstacle(pool);
    }
    return checked;
  };
}

async function findObstacle(pool: Services['pool']): Promise<string | undefined> {
  const newest = (await readMigrations(migrationsFolder)).at(-1)?.id ?? 0;
  try {
    const applied = await pool.oneFirst(
      sql.type(z.object({ id: z.int() }))`SELECT coalesce(max(id), 0) AS id FROM schema_migrations`,
    );
    return applied < newest ? 'the database is behind; run: hilo migrate' : undefined;
  } catch {
    return 'the database does not answer';
  }
}
