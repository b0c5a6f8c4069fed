import { HiloError } from '../../hilo-error.ts';
import { hashPassword } from '../../identity/password.ts';
import { setAgentPassword } from '../../sql/set-agent-password.ts';
import type { CommandContext } from '../contract.ts';
import { newAgent } from './operator-input.ts';
import { parseInput } from './parse-input.ts';

const input = newAgent.pick({ email: true, password: true });

/**
 * Gives an agent another password; whoever was signed in with the old one is signed out, at the latest with their next
 * request. Throws `invalid_request`, `not_found`.
 */
export async function changeAgentPassword(
  { pool }: CommandContext,
  typed: { email: string; password: string },
): Promise<{ name: string; email: string; signedOut: number }> {
  const { email, password } = parseInput(input, typed);
  const agent = await setAgentPassword(pool, email, await hashPassword(password));
  if (!agent) throw new HiloError('not_found');
  return agent;
}
