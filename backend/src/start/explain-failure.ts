import { CliError } from '../cli/cli-error.ts';
import { LocalPostgresError } from '../db/local-postgres/errors.ts';
import { MigrationError } from '../db/migrate/errors.ts';
import { EnvError } from '../env.ts';
import { HiloError } from '../hilo-error.ts';

const expected = [CliError, EnvError, HiloError, LocalPostgresError, MigrationError];

/** Why something could not start, for the person at the terminal: one sentence, or all there is where nobody foresaw it. */
export function explainFailure(error: unknown): string {
  if (expected.some((type) => error instanceof type)) return (error as Error).message;
  const { code, port, address, syscall } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (syscall === 'listen' && code === 'EADDRINUSE') {
    return `unable to start; port ${port} is in use. Set HILO_PORT to another one`;
  }
  if (syscall === 'listen' && code === 'EACCES') {
    return `unable to start; port ${port} needs more rights. Set HILO_PORT to one above 1023`;
  }
  if (syscall === 'listen')
    return `unable to start; ${address} is no address of this machine. Set HILO_HOST to one`;
  const database = explainDatabase(error);
  if (database !== undefined) return database;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What a database says that cannot be used at all, whichever library passes it on. */
function explainDatabase(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code } = at as { code?: unknown };
    if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
      return `unable to reach the database; ${at.message}. Is DATABASE_URL right, and the database running?`;
    }
    if (code === '28P01' || code === '28000' || code === '3D000') {
      return `unable to use the database; ${at.message}. Is DATABASE_URL right?`;
    }
    if (code === '42P01') return 'unable to use the database; it is not migrated. Run: hilo migrate';
  }
  return undefined;
}
