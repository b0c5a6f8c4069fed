import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

export interface NewCompany {
  companyId: string;
  name: string;
  policy: 'single' | 'multiple';
  solveAfterMs: number | null;
}

/** False where the id is taken. */
export async function insertCompany(db: CommonQueryMethods, company: NewCompany): Promise<boolean> {
  const result = await db.query(sql.type(z.object({}))`
    INSERT INTO companies (company_id, name, policy, solve_after_ms)
    VALUES (${company.companyId}, ${company.name}, ${company.policy}, ${company.solveAfterMs})
    ON CONFLICT DO NOTHING
  `);
  return result.rowCount === 1;
}

export interface NewAgent {
  companyId: string;
  agentId: string;
  name: string;
  email: string;
  passwordHash: string;
}

/** False where the e-mail is taken. */
export async function insertAgent(db: CommonQueryMethods, agent: NewAgent): Promise<boolean> {
  const result = await db.query(sql.type(z.object({}))`
    INSERT INTO agents (company_id, agent_id, name, email, password_hash)
    VALUES (${agent.companyId}, ${agent.agentId}, ${agent.name}, ${agent.email}, ${agent.passwordHash})
    ON CONFLICT DO NOTHING
  `);
  return result.rowCount === 1;
}
