import { join } from 'node:path';
import type { DatabasePool } from 'slonik';
import { localDataFolder } from '../cli/database.ts';
import { startLocalPostgres } from '../db/local-postgres.ts';
import { migrate } from '../db/migrate.ts';
import { createPool } from '../db/pool.ts';
import { type Env, readEnv } from '../env.ts';
import { createLog } from '../log/logger.ts';
import { InProcessBus } from '../realtime/in-process-bus.ts';
import { migrationsFolder } from '../routes/readiness.ts';
import { buildFrontEnds } from './build-front-ends.ts';
import { type ChosenPort, choosePorts } from './choose-ports.ts';
import { distFolder } from './front-ends.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Progress } from './progress.ts';
import { runDemoSites } from './run-demo-sites.ts';
import { type Running, writeRunningFile } from './running-file.ts';
import { type Seeded, seed } from './seed.ts';
import { serve } from './serve.ts';
import { formatWelcome } from './welcome.ts';

interface Addresses {
  hilo: string;
  shop: string;
  spa: string;
}

/**
 * Builds what is stale, runs a Postgres unless DATABASE_URL is set, migrates, seeds the demo companies, and serves
 * Hilo and the demo sites until the process is asked to end. Resolves with where. Throws what any of it throws.
 */
export async function runDemo(lifecycle: Lifecycle, progress: Progress): Promise<Running> {
  const env = readEnv();
  const host = env.host ?? '127.0.0.1';
  await buildFrontEnds({ onBuild: (name) => progress.step(`Building the ${name} …`) });
  const pool = await openDatabase(env, lifecycle, progress);
  const next = (offset: number) => (env.port === 0 ? 0 : env.port + offset);
  const ports = await choosePorts([env.port, next(1), next(2)], host);
  const addresses = addressesOf(env, ports);
  progress.step('Preparing the demo companies …');
  const log = createLog({ level: env.logLevel, forPeople: process.stdout.isTTY === true });
  const seeded = await seed(pool, { alfar: originsOf(addresses.shop), norte: originsOf(addresses.spa) });
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
    port: portAt(ports, 0),
    host,
  });
  lifecycle.onStop('server', () => server.stop());
  lifecycle.onStop('demo sites', await runDemoSites(demoSites(addresses, ports, seeded), host));
  const running = runningOf(addresses, ports, seeded);
  lifecycle.onStop('running.json', await writeRunningFile(env.dataDir, running));
  process.stdout.write(`${formatWelcome(welcomeOf(addresses, ports, seeded))}\n`);
  return running;
}

async function openDatabase(env: Env, lifecycle: Lifecycle, progress: Progress): Promise<DatabasePool> {
  let url = env.databaseUrl;
  if (url === null) {
    progress.step('Starting Postgres …');
    const postgres = await startLocalPostgres({ dataDir: join(env.dataDir, localDataFolder) });
    lifecycle.onStop('Postgres', postgres.stop);
    url = postgres.url;
  }
  const { applied } = await migrate(url, { folder: migrationsFolder });
  if (applied.length > 0) progress.step(`Migrated the database (${applied.length} steps).`);
  const pool = await createPool(url);
  lifecycle.onStop('database connections', () => pool.end());
  return pool;
}

function portAt(ports: readonly ChosenPort[], index: number): number {
  const chosen = ports[index];
  if (!chosen) throw new Error(`no port was chosen at ${index}`);
  return chosen.port;
}

function addressesOf(env: Env, ports: readonly ChosenPort[]): Addresses {
  const local = (index: number) => `http://127.0.0.1:${portAt(ports, index)}`;
  return { hilo: env.publicOrigin ?? local(0), shop: local(1), spa: local(2) };
}

/** People type either name of this machine. */
function originsOf(address: string): string[] {
  return [address, address.replace('127.0.0.1', 'localhost')];
}

function demoSites({ hilo, shop, spa }: Addresses, ports: readonly ChosenPort[], { secrets }: Seeded) {
  const common = { hiloOrigin: hilo, inboxUrl: `${hilo}/inbox/` };
  return [
    {
      ...common,
      site: 'shop' as const,
      companyId: 'alfar',
      otherDemoOrigin: spa,
      identitySecret: secrets.alfar,
      port: portAt(ports, 1),
    },
    {
      ...common,
      site: 'spa' as const,
      companyId: 'norte',
      otherDemoOrigin: shop,
      identitySecret: secrets.norte,
      port: portAt(ports, 2),
    },
  ];
}

function runningOf(
  { hilo, shop, spa }: Addresses,
  ports: readonly ChosenPort[],
  { logins, password }: Seeded,
): Running {
  return {
    pid: process.pid,
    serverOrigin: `http://127.0.0.1:${portAt(ports, 0)}`,
    publicOrigin: hilo,
    shopOrigin: shop,
    appOrigin: spa,
    inboxUrl: `${hilo}/inbox/`,
    logins,
    password,
  };
}

function welcomeOf(addresses: Addresses, ports: readonly ChosenPort[], { logins, password }: Seeded) {
  const names = ['server', 'shop', 'app'];
  return {
    rows: [
      {
        name: 'Shop',
        url: `${addresses.shop}/`,
        words: 'Alfar, a pottery: many pages; one conversation at a time',
      },
      { name: 'App', url: `${addresses.spa}/`, words: 'Norte, a single page; several conversations' },
      { name: 'Inbox', url: `${addresses.hilo}/inbox/`, words: 'where agents answer' },
    ],
    logins,
    password,
    notices: ports.flatMap(({ preferred, port, taken }, index) =>
      taken ? [`Port ${preferred} was taken; the ${names[index]} is on ${port} instead.`] : [],
    ),
  };
}
