import type { DatabasePool } from 'slonik';
import { hashToken } from '../identity/hash-token.ts';
import { findAgentOfToken } from '../sql/agent-tokens.ts';
import type { AgentCaller } from './contract.ts';

/** Whose token it is; undefined where it is unknown, revoked or has expired. */
export async function authenticateAgent(pool: DatabasePool, token: string): Promise<AgentCaller | undefined> {
  const tokenHash = hashToken(token);
  const found = await findAgentOfToken(pool, tokenHash);
  return found && { companyId: found.company_id, agentId: found.agent_id, name: found.name, tokenHash };
}
