import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

const tokenRow = z.object({
  token_hash: z.instanceof(Buffer),
  made_for: z.string(),
  contact_id: z.string(),
  user_id: z.string().nullable(),
  is_revoked: z.boolean(),
  replaced_by: z.instanceof(Buffer).nullable(),
});

export interface LockedToken {
  tokenHash: Buffer;
  /** The contact it was made for, which may have been merged away since. */
  madeForContactId: string;
  /** The contact that it resolves to. */
  contactId: string;
  /** Whose, where that one is verified. */
  userId: string | null;
  isRevoked: boolean;
  replacedBy: Buffer | null;
}

/** Locks these tokens, in the order of their hashes: before any contact, in every command that locks both. */
export async function lockTokens(
  tx: Transaction,
  companyId: string,
  tokenHashes: readonly Buffer[],
): Promise<LockedToken[]> {
  const hashes = sql.array(
    tokenHashes.map((hash) => hash),
    'bytea',
  );
  await tx.query(sql.type(z.object({}))`
    SELECT 1 FROM visitor_tokens WHERE company_id = ${companyId} AND token_hash = ANY(${hashes})
    ORDER BY token_hash FOR UPDATE
  `);
  const rows = await tx.any(sql.type(tokenRow)`
    SELECT t.token_hash, t.contact_id AS made_for, k.contact_id, k.user_id,
      t.revoked_at IS NOT NULL AS is_revoked, t.replaced_by
    FROM visitor_tokens t
    JOIN contacts a ON a.company_id = t.company_id AND a.contact_id = t.contact_id
    JOIN contacts k ON k.company_id = t.company_id AND k.contact_id = coalesce(a.merged_into, a.contact_id)
    WHERE t.company_id = ${companyId} AND t.token_hash = ANY(${hashes})
  `);
  return rows.map((row) => ({
    tokenHash: row.token_hash,
    madeForContactId: row.made_for,
    contactId: row.contact_id,
    userId: row.user_id,
    isRevoked: row.is_revoked,
    replacedBy: row.replaced_by,
  }));
}

export interface NewToken {
  companyId: string;
  tokenHash: Buffer;
  contactId: string;
  deviceId: string;
}

/** Keeps a token. One that is known stays as it is. */
export async function insertToken(tx: Transaction, token: NewToken): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    INSERT INTO visitor_tokens (company_id, token_hash, contact_id, device_id)
    VALUES (${token.companyId}, ${sql.binary(token.tokenHash)}, ${token.contactId}, ${token.deviceId})
    ON CONFLICT DO NOTHING
  `);
}

/**
 * Revokes a token in favour of the next. One that nobody knew is kept as revoked, so that a request still on its way
 * with it cannot make a contact of it.
 */
export async function replaceToken(tx: Transaction, old: NewToken, nextHash: Buffer): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    INSERT INTO visitor_tokens (company_id, token_hash, contact_id, device_id, revoked_at, replaced_by)
    VALUES (${old.companyId}, ${sql.binary(old.tokenHash)}, ${old.contactId}, ${old.deviceId}, now(), ${sql.binary(nextHash)})
    ON CONFLICT (company_id, token_hash) DO UPDATE SET revoked_at = now(), replaced_by = excluded.replaced_by
    WHERE visitor_tokens.revoked_at IS NULL
  `);
}
