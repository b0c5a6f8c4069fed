import type { Agent } from '@hilo/shared/protocol/inbox-shapes.ts';
import { v7 } from 'uuid';
import { HiloError } from '../../hilo-error.ts';
import { hashPassword } from '../../identity/password.ts';
import { findCompany } from '../../sql/companies.ts';
import { insertAgent } from '../../sql/insert-company.ts';
import type { CommandContext } from '../contract.ts';
import { type NewAgentInput, newAgent } from './operator-input.ts';
import { parseInput, taken } from './parse-input.ts';

/** Creates an agent, who signs in with e-mail and password. Throws `invalid_request`, `not_found`. */
export async function createAgent({ pool }: CommandContext, input: NewAgentInput): Promise<Agent> {
  const { companyId, name, email, password } = parseInput(newAgent, input);
  if (!(await findCompany(pool, companyId))) throw new HiloError('not_found');
  const agentId = v7();
  const passwordHash = await hashPassword(password);
  const isNew = await insertAgent(pool, { companyId, agentId, name, email, passwordHash });
  if (!isNew) throw taken('/email', `the e-mail ${email}`);
  return { agentId, name, email };
}
