import { createPool } from '../db/pool.ts';
import { EnvError, readEnv } from '../env.ts';
import { createLog } from '../log/logger.ts';
import { InProcessBus } from '../realtime/in-process-bus.ts';
import { distFolder } from './front-ends.ts';
import { createLifecycle } from './lifecycle.ts';
import { serve } from './serve.ts';

/**
 * Runs the production server until the process is asked to end: DATABASE_URL is required; nothing is built, migrated
 * or seeded. It listens also where the database is behind, and says so on `/health/ready`.
 * Throws `EnvError`, and what connecting to the database and listening throw.
 */
export async function runServer(variables: Record<string, string | undefined> = process.env): Promise<void> {
  const env = readEnv(variables);
  if (env.databaseUrl === null) {
    throw new EnvError(
      'unable to start; DATABASE_URL is not set (to try Hilo without a database: npm start)',
    );
  }
  const lifecycle = createLifecycle();
  const log = createLog({ level: env.logLevel });
  const pool = await createPool(env.databaseUrl);
  lifecycle.onStop('database connections', () => pool.end());
  const server = await serve({
    pool,
    bus: new InProcessBus(log),
    log,
    env: {
      publicOrigin: env.publicOrigin,
      trustedProxies: env.trustedProxies,
      metricsToken: env.metricsToken,
      traceDays: env.traceDays,
      otlpEndpoint: env.otlpEndpoint,
      distFolder,
    },
    port: env.port,
    host: env.host ?? undefined,
  });
  lifecycle.onStop('server', () => server.stop());
  log.info({ port: server.port }, `listening on port ${server.port}`);
}
