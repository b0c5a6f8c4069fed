import type { Transaction } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { type LockedToken, lockTokens } from '../../sql/visitor-tokens.ts';

export interface ResolvedTokens {
  /** The token the caller came with, where it is known. */
  old: LockedToken | undefined;
  /** True where this very identify was done before: nothing is to be done, and the answer is the same. */
  isRetry: boolean;
}

/**
 * Locks the token that a caller came with and the one to follow, and judges them. The next one must be new, or be what
 * the old one was already replaced with. Throws `token_revoked`, `invalid_request`.
 */
export async function resolveTokens(
  tx: Transaction,
  companyId: string,
  userId: string,
  hashes: { old: Buffer | null; next: Buffer },
): Promise<ResolvedTokens> {
  const found = await lockTokens(tx, companyId, hashes.old ? [hashes.old, hashes.next] : [hashes.next]);
  const next = found.find((token) => token.tokenHash.equals(hashes.next));
  const old = found.find((token) => hashes.old && token.tokenHash.equals(hashes.old));
  if (next && next === old && next.userId !== userId) {
    const errors = [{ pointer: '/nextToken', detail: 'is the current token' }];
    throw new HiloError('invalid_request', 'Unable to identify; the next token must be a new one.', {
      errors,
    });
  }
  if (next && (next.isRevoked || next.userId !== userId)) throw new HiloError('token_revoked');
  if (old?.isRevoked && !(next && old.replacedBy?.equals(hashes.next))) throw new HiloError('token_revoked');
  return { old, isRetry: next !== undefined && (old === undefined || old === next || old.isRevoked) };
}
