import { join } from 'node:path';
import type { CommandContext } from '../commands/contract.ts';
import { findRunningLocalPostgres } from '../db/local-postgres.ts';
import { createPool } from '../db/pool.ts';
import { readEnv } from '../env.ts';
import { beginOperation, traceparentOf } from '../log/operation-line.ts';
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

/** Where `npm start` keeps the data of its own Postgres, below HILO_DATA_DIR. */
export const localDataFolder = 'postgres';

/** The database of DATABASE_URL, else the one that a running `npm start` serves. Throws `CliError`, `EnvError`. */
export async function getDatabaseUrl({ variables }: Terminal): Promise<string> {
  const env = readEnv(variables);
  const url =
    env.databaseUrl ?? (await findRunningLocalPostgres({ dataDir: join(env.dataDir, localDataFolder) }));
  if (url === undefined) {
    throw new CliError('unable to find a database; set DATABASE_URL, or run npm start first');
  }
  return url;
}

/** Runs one command on the database and lets go of it, whatever happens. */
export async function withContext<Result>(
  terminal: Terminal,
  run: (context: CommandContext) => Promise<Result>,
): Promise<Result> {
  const pool = await createPool(await getDatabaseUrl(terminal));
  try {
    return await run({ pool, traceparent: traceparentOf(beginOperation('cli', null)) });
  } finally {
    await pool.end();
  }
}
