import { MigrationError } from './errors.ts';
import type { Migration } from './read-migrations.ts';

/** A row of `schema_migrations`. */
export interface AppliedMigration {
  id: number;
  name: string;
  sha256: string;
}

/** How many of `migrations` are applied. Throws `MigrationError` where the history is not a beginning of the files. */
export function checkHistory(migrations: readonly Migration[], applied: readonly AppliedMigration[]): number {
  for (const [index, row] of applied.entries()) {
    const migration = migrations[index];
    if (!migration) {
      throw new MigrationError(
        'database_newer',
        `unable to migrate; the database has migration ${row.id} (${row.name}), which this version of the code ` +
          'does not know. Run the newer version.',
      );
    }
    if (row.id !== migration.id || row.name !== migration.name || row.sha256 !== migration.sha256) {
      throw new MigrationError(
        'changed',
        `unable to migrate; ${migration.fileName} is not what was applied as ${row.id} (${row.name}). ` +
          'Applied migrations never change: restore the file and add a new one.',
      );
    }
  }
  return applied.length;
}
