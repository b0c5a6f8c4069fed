import { deleteEndedAgentTokens, deleteOldRemovals } from '../sql/delete-ended.ts';
import type { CommandContext } from './contract.ts';
import { forgetIdleTokens } from './forget-idle-tokens.ts';

const rowsMax = 1_000;
/** Far longer than an agent's sign-in lasts: no inbox has a cursor that old. */
const ageMs = 30 * 24 * 60 * 60 * 1000;

/** Forgets some of what nobody can ask for any more. Answers with how many rows; 0: none is left. */
export async function forgetEnded(context: CommandContext): Promise<number> {
  return (
    (await forgetIdleTokens(context)) +
    (await deleteOldRemovals(context.pool, ageMs, rowsMax)) +
    (await deleteEndedAgentTokens(context.pool, ageMs, rowsMax))
  );
}
