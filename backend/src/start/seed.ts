import type { DatabasePool } from 'slonik';
import type { AgentCaller, CommandContext } from '../commands/contract.ts';
import { inbox } from '../commands/inbox.ts';
import { createAgent } from '../commands/operator/create-agent.ts';
import { createCompany } from '../commands/operator/create-company.ts';
import { createWidget } from '../commands/operator/create-widget.ts';
import { getIdentitySecret } from '../commands/operator/get-identity-secret.ts';
import { updateWidget } from '../commands/operator/update-widget.ts';
import { HiloError } from '../hilo-error.ts';
import { beginOperation, traceparentOf } from '../log/operation-line.ts';
import { findCredentials } from '../sql/agents.ts';
import { findCompany } from '../sql/companies.ts';
import { findWidgetRow } from '../sql/find-widget.ts';
import { playScene } from './play-scene.ts';
import { type DemoCompany, demoCompanies, demoPassword } from './seed-companies.ts';
import { scenes } from './seed-scenes.ts';

export interface Seeded {
  /** Of each company, for its demo site's server. */
  secrets: Record<DemoCompany['companyId'], string>;
  logins: { company: string; emails: string[] }[];
  password: string;
}

/**
 * Makes the demo companies what they are, with a few conversations so that the inbox is not empty. What is there stays
 * as people left it; only the widgets' origins follow the demo sites to their ports.
 */
export async function seed(
  pool: DatabasePool,
  origins: Record<DemoCompany['companyId'], string[]>,
): Promise<Seeded> {
  const context = { pool, traceparent: traceparentOf(beginOperation('seed', null)) };
  const secrets: Seeded['secrets'] = { alfar: '', norte: '' };
  for (const company of demoCompanies) {
    secrets[company.companyId] = await seedCompany(context, company, origins[company.companyId]);
  }
  return {
    secrets,
    logins: demoCompanies.map(({ name, agents }) => ({
      company: name,
      emails: agents.map(({ email }) => email),
    })),
    password: demoPassword,
  };
}

/** Resolves with the company's identity secret. */
async function seedCompany(
  context: CommandContext,
  company: DemoCompany,
  allowedOrigins: string[],
): Promise<string> {
  const { companyId, name, policy, widget } = company;
  if (!(await findCompany(context.pool, companyId)))
    await createCompany(context, { companyId, name, policy });
  if (await findWidgetRow(context.pool, widget.widgetId)) {
    await updateWidget(context, { widgetId: widget.widgetId, allowedOrigins });
  } else {
    await createWidget(context, { companyId, ...widget, allowedOrigins });
  }
  const agents: AgentCaller[] = [];
  for (const agent of company.agents) agents.push(await seedAgent(context, companyId, agent));
  const identitySecret = await getIdentitySecret(context, { companyId });
  if (!(await hasConversations(context, agents))) {
    const stage = { pool: context.pool, companyId, widgetId: widget.widgetId, identitySecret, agents };
    for (const scene of scenes[companyId]) await playScene(stage, scene);
  }
  return identitySecret;
}

async function seedAgent(
  context: CommandContext,
  companyId: string,
  agent: { name: string; email: string },
): Promise<AgentCaller> {
  const found = await findCredentials(context.pool, agent.email);
  if (found && found.company_id !== companyId) {
    throw new HiloError('invalid_request', `Unable to seed; ${agent.email} is an agent of another company.`);
  }
  if (found) return { companyId, agentId: found.agent_id, name: found.name };
  const { agentId, name } = await createAgent(context, { companyId, ...agent, password: demoPassword });
  return { companyId, agentId, name };
}

/** Once, into an empty inbox: what people solved, reopened or erased since stays as they left it. */
async function hasConversations(context: CommandContext, [agent]: AgentCaller[]): Promise<boolean> {
  if (!agent) throw new Error('a demo company has no agent');
  const { answer } = await inbox(context, agent, { params: {}, query: { filter: 'all' }, body: undefined });
  return answer.conversations.length > 0;
}
