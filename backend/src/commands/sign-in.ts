import { limits } from '@hilo/shared/limits.ts';
import type { Answer } from '@hilo/shared/protocol/routes.ts';
import { HiloError } from '../hilo-error.ts';
import { createToken, hashToken } from '../identity/hash-token.ts';
import { checkPassword } from '../identity/password.ts';
import { insertAgentToken } from '../sql/agent-tokens.ts';
import { findCredentials } from '../sql/agents.ts';
import type { CommandContext, CommandResult, Input } from './contract.ts';

/** Exchanges e-mail and password for a token. Tells nothing of which of the two was wrong, nor how fast. */
export async function signIn(
  { pool }: CommandContext,
  { body }: Input<'signIn'>,
): Promise<CommandResult<Answer<'signIn'>>> {
  const email = body.email.trim().toLowerCase();
  // Postgres cannot compare with U+0000, and nobody is called so.
  const found = email.includes('\0') ? undefined : await findCredentials(pool, email);
  const isRight = await checkPassword(body.password, found?.password_hash);
  if (!found || !isRight) throw new HiloError('wrong_credentials');
  const { company_id: companyId, agent_id: agentId, name } = found;
  const token = createToken();
  const tokenHash = hashToken(token);
  const lifetimeMs = limits.agentSessionMs;
  const expiresAt = await insertAgentToken(pool, { companyId, agentId, tokenHash, lifetimeMs });
  return {
    answer: { token, expiresAt, agent: { agentId, name, email: found.email } },
    happenings: [],
    fields: { companyId },
  };
}
