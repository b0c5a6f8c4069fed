import { nameTokenHash } from '../identity/hash-token.ts';
import { revokeAgentToken } from '../sql/agent-tokens.ts';
import type { AgentCommand } from './contract.ts';

/** Revokes the token that the agent came with. */
export const signOut: AgentCommand<'signOut'> = async ({ pool }, caller) => {
  const { companyId, tokenHash } = caller;
  if (tokenHash) await revokeAgentToken(pool, companyId, tokenHash);
  return {
    answer: { signedOut: true },
    happenings: tokenHash
      ? [{ kind: 'agent_signed_out', companyId, tokenHash: nameTokenHash(tokenHash) }]
      : [],
    fields: {},
  };
};
