import type { Transaction } from '../../db/transact.ts';
import { insertVisitor } from '../../sql/insert-visitor.ts';
import type { LockedContact } from '../../sql/lock-contact.ts';
import { touchToken } from '../../sql/touch-token.ts';
import type { VisitorCaller } from '../contract.ts';
import { lockVisitor, requireTokenHash } from './require-visitor.ts';

/**
 * Locks the caller's contact; a token that nobody knows becomes a new anonymous contact first.
 * Throws `token_missing`, `token_revoked`.
 */
export async function admitVisitor(
  tx: Transaction,
  caller: VisitorCaller,
  deviceId: string,
): Promise<LockedContact> {
  const tokenHash = requireTokenHash(caller);
  const isNew = await insertVisitor(tx, { companyId: caller.companyId, tokenHash, deviceId });
  if (!isNew) await touchToken(tx, caller.companyId, tokenHash);
  return lockVisitor(tx, caller);
}
