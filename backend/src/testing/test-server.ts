import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { DatabasePool } from 'slonik';
import { createPool } from '../db/pool.ts';
import { acquireTestDatabase } from '../db/test-database.ts';
import { createLog } from '../log/logger.ts';
import type { RateLimit, RateLimitName } from '../middlewares/rate-limits.ts';
import { InProcessBus } from '../realtime/in-process-bus.ts';
import { type SocketLimits, socketLimits } from '../realtime/socket-limits.ts';
import type { Services } from '../services.ts';
import { serve } from '../start/serve.ts';
import { callOk } from './call.ts';
import { makeTestCompanies, type TestCompany, testPassword } from './test-companies.ts';

export interface TestServer {
  origin: string;
  wsOrigin: string;
  pool: DatabasePool;
  services: Services;
  /** What was logged, as objects. */
  lines: Record<string, unknown>[];
  /** One conversation per contact. */
  alfar: TestCompany;
  /** Several. */
  norte: TestCompany;
  signIn(company: TestCompany): Promise<string>;
  /** Takes the database away, with its connections. */
  dropDatabase(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  rateLimits?: Partial<Record<RateLimitName, RateLimit>>;
  socketLimits?: Partial<SocketLimits>;
  distFolder?: string;
  publicOrigin?: string;
  metricsToken?: string;
  traceDays?: number;
  otlpEndpoint?: string;
  logLevel?: string;
}

/** The real server on a database of its own, on any port, with two companies. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await acquireTestDatabase();
  const pool = await createPool(database.url);
  const companies = await makeTestCompanies(pool);
  const distFolder = options.distFolder ?? (await mkdtemp(join(tmpdir(), 'hilo-dist-')));
  const { lines, destination } = collectLines();
  const log = createLog({ level: options.logLevel ?? 'info', destination });
  const server = await serve({
    pool,
    bus: new InProcessBus(log),
    log,
    env: {
      publicOrigin: options.publicOrigin ?? null,
      trustedProxies: 0,
      metricsToken: options.metricsToken ?? null,
      traceDays: options.traceDays,
      otlpEndpoint: options.otlpEndpoint,
      distFolder,
      rateLimits: options.rateLimits,
      checkAnswers: true,
    },
    port: 0,
    host: '127.0.0.1',
    socketLimits: { ...socketLimits, closeGraceMs: 300, ...options.socketLimits },
  });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    origin,
    wsOrigin: origin.replace('http', 'ws'),
    pool,
    services: server.services,
    lines,
    ...companies,
    signIn: async (company) => {
      const body = { email: company.agentEmail, password: testPassword };
      return (await callOk(origin, 'signIn', { body })).token;
    },
    dropDatabase: database.drop,
    stop: async () => {
      await server.stop();
      await pool.end();
      await database.drop();
      if (options.distFolder === undefined) await rm(distFolder, { recursive: true });
    },
  };
}

function collectLines(): { lines: Record<string, unknown>[]; destination: Writable } {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      for (const text of String(chunk).split('\n').filter(Boolean)) {
        lines.push(JSON.parse(text) as Record<string, unknown>);
      }
      done();
    },
  });
  return { lines, destination };
}
