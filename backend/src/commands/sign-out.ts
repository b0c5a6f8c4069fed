import { revokeAgentToken } from '../sql/agent-tokens.ts';
import type { AgentCommand } from './contract.ts';

/** Revokes the token that the agent came with. */
export const signOut: AgentCommand<'signOut'> = async ({ pool }, caller) => {
  if (caller.tokenHash) await revokeAgentToken(pool, caller.companyId, caller.tokenHash);
  return { answer: { signedOut: true }, happenings: [], fields: {} };
};
