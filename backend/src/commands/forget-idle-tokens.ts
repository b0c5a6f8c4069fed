import { limits } from '@hilo/shared/limits.ts';
import { deleteIdleTokens } from '../sql/delete-idle-tokens.ts';
import type { CommandContext } from './contract.ts';

const tokensMax = 1_000;

/** Forgets some visitors' tokens that were not used for `visitorTokenIdleMs`. Answers with how many; 0: none is left. */
export function forgetIdleTokens({ pool }: CommandContext): Promise<number> {
  return deleteIdleTokens(pool, limits.visitorTokenIdleMs, tokensMax);
}
