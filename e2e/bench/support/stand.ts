import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabasePool } from 'slonik';
import type { VisitorCaller } from '../../../backend/src/commands/contract.ts';
import { createAgent } from '../../../backend/src/commands/operator/create-agent.ts';
import { createCompany } from '../../../backend/src/commands/operator/create-company.ts';
import { createWidget } from '../../../backend/src/commands/operator/create-widget.ts';
import { startSession } from '../../../backend/src/commands/start-session.ts';
import { startLocalPostgres } from '../../../backend/src/db/local-postgres.ts';
import { migrate } from '../../../backend/src/db/migrate.ts';
import { createPool } from '../../../backend/src/db/pool.ts';
import { hashToken } from '../../../backend/src/identity/hash-token.ts';
import { migrationsFolder } from '../../../backend/src/routes/readiness.ts';

export const companyId = 'bench';
export const widgetId = 'wgt_bench';
/** The page that the visitors are on. */
export const shopOrigin = 'http://shop.example';
export const agentAccount = { email: 'agent@bench.example', password: 'correct horse battery' };

/** A Postgres as `npm start` runs it, durable, with one company; thrown away afterwards. */
export interface Stand {
  url: string;
  pool: DatabasePool;
  stop(): Promise<void>;
}

export interface BenchVisitor {
  token: string;
  deviceId: string;
  conversationId: string;
  caller: VisitorCaller;
}

export async function startStand(): Promise<Stand> {
  const home = await mkdtemp(join(tmpdir(), 'hilo-bench-'));
  // Root's server runs as another account.
  await chmod(home, 0o711);
  const postgres = await startLocalPostgres({ dataDir: join(home, 'data'), port: 0 });
  await migrate(postgres.url, { folder: migrationsFolder });
  const pool = await createPool(postgres.url);
  const context = { pool, traceparent: newTraceparent() };
  await createCompany(context, { companyId, name: 'Bench', policy: 'single' });
  await createWidget(context, { companyId, widgetId, allowedOrigins: [shopOrigin] });
  await createAgent(context, { companyId, name: 'Marta', ...agentAccount });
  return {
    url: postgres.url,
    pool,
    stop: async () => {
      await pool.end();
      await postgres.stop();
      await rm(home, { recursive: true });
    },
  };
}

/** Visitors with an open conversation each. */
export async function openConversations(pool: DatabasePool, count: number): Promise<BenchVisitor[]> {
  const visitors: BenchVisitor[] = [];
  for (let i = 0; i < count; i += 1) visitors.push(await openConversation(pool));
  return visitors;
}

async function openConversation(pool: DatabasePool): Promise<BenchVisitor> {
  const token = randomBytes(32).toString('base64url');
  const deviceId = randomUUID();
  const caller: VisitorCaller = {
    companyId,
    widgetId,
    tokenHash: hashToken(token),
    userAgent: 'Browser/1.0',
    locale: 'en',
  };
  const started = await startSession({ pool, traceparent: newTraceparent() }, caller, {
    params: { widgetId },
    query: {},
    body: { clientStartId: randomUUID(), deviceId, intent: 'open', replacesConversationId: null },
  });
  return { token, deviceId, conversationId: started.answer.conversationId, caller };
}

export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
