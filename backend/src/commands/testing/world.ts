import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Body } from '@hilo/shared/protocol/routes.ts';
import type { DatabasePool } from 'slonik';
import { createPool } from '../../db/pool.ts';
import { acquireTestDatabase } from '../../db/test-database.ts';
import { hashToken } from '../../identity/hash-token.ts';
import type { AgentCaller, CommandContext, VisitorCaller } from '../contract.ts';
import { createAgent } from '../operator/create-agent.ts';
import { createCompany } from '../operator/create-company.ts';
import { createWidget } from '../operator/create-widget.ts';
import type { WidgetSettingsInput } from '../operator/operator-input.ts';

/** A company with a widget and an agent, in a database of its own. */
export interface World {
  pool: DatabasePool;
  context: CommandContext;
  /** Adds a company with one widget and one agent. */
  found(options?: CompanyOptions): Promise<TestCompany>;
  end(): Promise<void>;
}

export interface CompanyOptions {
  policy?: 'single' | 'multiple';
  solveAfterMs?: number;
  widget?: Partial<WidgetSettingsInput>;
}

export interface TestCompany {
  companyId: string;
  widgetId: string;
  secret: string;
  agent: AgentCaller;
}

export async function createWorld(): Promise<World> {
  const database = await acquireTestDatabase();
  const pool = await createPool(database.url);
  const context = { pool, traceparent: '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01' };
  return {
    pool,
    context,
    found: (options) => foundCompany(context, options),
    end: async () => {
      await pool.end();
      await database.drop();
    },
  };
}

let companies = 0;

async function foundCompany(context: CommandContext, options: CompanyOptions = {}): Promise<TestCompany> {
  const companyId = `company${++companies}`;
  const widgetId = `wgt_${companyId}`;
  const { policy, solveAfterMs } = options;
  const { identitySecret } = await createCompany(context, {
    companyId,
    name: companyId,
    policy,
    solveAfterMs,
  });
  await createWidget(context, { companyId, widgetId, ...options.widget });
  const { agentId, name } = await createAgent(context, {
    companyId,
    name: 'Marta',
    email: `marta@${companyId}.example`,
    password: 'correct horse battery',
  });
  return { companyId, widgetId, secret: identitySecret, agent: { companyId, agentId, name } };
}

export interface TestVisitor {
  deviceId: string;
  token: string;
  caller: VisitorCaller;
}

/** A device that nobody has seen yet, with a token that nobody knows yet. */
export function newVisitor(company: TestCompany): TestVisitor {
  return withToken(company, randomUUID());
}

/** The same device with another token. */
export function withToken(company: TestCompany, deviceId: string): TestVisitor {
  const token = randomBytes(32).toString('base64url');
  return {
    deviceId,
    token,
    caller: {
      companyId: company.companyId,
      widgetId: company.widgetId,
      tokenHash: hashToken(token),
      userAgent: 'Browser/1.0',
      locale: 'en',
    },
  };
}

/** The company's proof, as its server makes it. */
export function proofOf(company: TestCompany, userId: string): Body<'identify'>['proof'] {
  const userHash = createHmac('sha256', company.secret).update(userId).digest('hex');
  return { kind: 'hmac', userId, userHash };
}
