import type { DatabasePool } from 'slonik';
import { createAgent } from '../commands/operator/create-agent.ts';
import { createCompany } from '../commands/operator/create-company.ts';
import { createWidget } from '../commands/operator/create-widget.ts';
import { newTraceparent } from './call.ts';

export interface TestCompany {
  companyId: string;
  widgetId: string;
  /** The one page that may use the widget. */
  origin: string;
  identitySecret: string;
  agentId: string;
  agentName: string;
  agentEmail: string;
}

export const testPassword = 'correct horse battery';

/** Two companies that must never see each other's. */
export async function makeTestCompanies(
  pool: DatabasePool,
): Promise<{ alfar: TestCompany; norte: TestCompany }> {
  return {
    alfar: await makeCompany(pool, 'alfar', 'Alfar', 'single', 'Marta'),
    norte: await makeCompany(pool, 'norte', 'Norte', 'multiple', 'Inés'),
  };
}

async function makeCompany(
  pool: DatabasePool,
  companyId: string,
  name: string,
  policy: 'single' | 'multiple',
  agentName: string,
): Promise<TestCompany> {
  const context = { pool, traceparent: newTraceparent() };
  const widgetId = `wgt_${companyId}`;
  const origin = `http://shop.${companyId}.test`;
  const agentEmail = `agent@${companyId}.test`;
  const { identitySecret } = await createCompany(context, { companyId, name, policy });
  await createWidget(context, { companyId, widgetId, allowedOrigins: [origin] });
  const { agentId } = await createAgent(context, {
    companyId,
    name: agentName,
    email: agentEmail,
    password: testPassword,
  });
  return { companyId, widgetId, origin, identitySecret, agentId, agentName, agentEmail };
}
