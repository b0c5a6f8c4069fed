import type { CommonQueryMethods } from 'slonik';
import type { Transaction } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { type FoundVisitor, findVisitor } from '../../sql/find-visitor.ts';
import { type LockedContact, lockContactOfToken } from '../../sql/lock-contact.ts';
import type { VisitorCaller } from '../contract.ts';

/** Who the caller is. Throws `token_missing`, `token_unknown`, `token_revoked`. */
export async function requireVisitor(db: CommonQueryMethods, caller: VisitorCaller): Promise<FoundVisitor> {
  const visitor = await findVisitor(db, caller.companyId, requireTokenHash(caller));
  if (!visitor) throw new HiloError('token_unknown');
  if (visitor.revoked) throw new HiloError('token_revoked');
  return visitor;
}

/** Locks the caller's contact. Throws as `requireVisitor` does. */
export async function lockVisitor(tx: Transaction, caller: VisitorCaller): Promise<LockedContact> {
  const found = await lockContactOfToken(tx, caller.companyId, requireTokenHash(caller));
  if (!found) throw new HiloError('token_unknown');
  if (found.revoked) throw new HiloError('token_revoked');
  return found.contact;
}

export function requireTokenHash(caller: VisitorCaller): Buffer {
  if (!caller.tokenHash) throw new HiloError('token_missing');
  return caller.tokenHash;
}
