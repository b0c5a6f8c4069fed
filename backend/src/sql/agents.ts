import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

const agentRow = z.object({ agent_id: z.string(), name: z.string(), email: z.string() });
export type AgentRow = z.infer<typeof agentRow>;

/** An agent of the company. */
export async function findAgent(
  db: CommonQueryMethods,
  companyId: string,
  agentId: string,
): Promise<AgentRow | undefined> {
  const found = await db.maybeOne(sql.type(agentRow)`
    SELECT agent_id, name, email FROM agents WHERE company_id = ${companyId} AND agent_id = ${agentId}
  `);
  return found ?? undefined;
}

/** A company's agents by name. */
export function selectAgents(db: CommonQueryMethods, companyId: string): Promise<readonly AgentRow[]> {
  return db.any(sql.type(agentRow)`
    SELECT agent_id, name, email FROM agents WHERE company_id = ${companyId} ORDER BY name, agent_id
  `);
}

const credentialsRow = agentRow.extend({ company_id: z.string(), password_hash: z.string() });

/** What signing in is checked against; `email` in lower case. */
export async function findCredentials(
  db: CommonQueryMethods,
  email: string,
): Promise<z.infer<typeof credentialsRow> | undefined> {
  const found = await db.maybeOne(sql.type(credentialsRow)`
    SELECT company_id, agent_id, name, email, password_hash FROM agents WHERE email = ${email}
  `);
  return found ?? undefined;
}
