import { type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

const row = z.object({
  contact_id: z.string(),
  user_id: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  phone: z.string().nullable(),
  version: z.int(),
});

/** A contact whose row this transaction has locked, as it was then. Never one that was merged away. */
export interface LockedContact {
  contactId: string;
  userId: string | null;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  phone: string | null;
  version: number;
}

const lockedColumns = sql.fragment`
  k.contact_id, k.user_id, k.name, k.email, k.email_verified, k.phone, k.version`;

/** Locks a contact or, where it was merged away, its survivor. */
export function lockContact(
  tx: Transaction,
  companyId: string,
  contactId: string,
): Promise<LockedContact | undefined> {
  return lock(tx, sql.fragment`lock_contact(${companyId}, ${contactId}) k`);
}

/** Locks the contact whose conversation it is. Every command does this before it touches a conversation. */
export function lockContactOfConversation(
  tx: Transaction,
  companyId: string,
  conversationId: string,
): Promise<LockedContact | undefined> {
  return lock(
    tx,
    sql.fragment`(
      SELECT c.company_id, c.contact_id FROM conversations c
      WHERE c.company_id = ${companyId} AND c.conversation_id = ${conversationId}
    ) c CROSS JOIN LATERAL lock_contact(c.company_id, c.contact_id) k`,
  );
}

/** Locks the contact whose token it is, and says whether it still counts once the lock is held. */
export async function lockContactOfToken(
  tx: Transaction,
  companyId: string,
  tokenHash: Buffer,
): Promise<{ contact: LockedContact; revoked: boolean } | undefined> {
  const found = await tx.maybeOne(sql.type(row.extend({ revoked: z.boolean() }))`
    SELECT ${lockedColumns}, is_token_revoked(t.company_id, t.token_hash) AS revoked
    FROM visitor_tokens t CROSS JOIN LATERAL lock_contact(t.company_id, t.contact_id) k
    WHERE t.company_id = ${companyId} AND t.token_hash = ${sql.binary(tokenHash)}
  `);
  return found ? { contact: toLocked(found), revoked: found.revoked } : undefined;
}

async function lock(tx: Transaction, source: FragmentSqlToken): Promise<LockedContact | undefined> {
  const found = await tx.maybeOne(sql.type(row)`SELECT ${lockedColumns} FROM ${source}`);
  return found ? toLocked(found) : undefined;
}

function toLocked(found: z.infer<typeof row>): LockedContact {
  return {
    contactId: found.contact_id,
    userId: found.user_id,
    name: found.name,
    email: found.email,
    emailVerified: found.email_verified,
    phone: found.phone,
    version: found.version,
  };
}
