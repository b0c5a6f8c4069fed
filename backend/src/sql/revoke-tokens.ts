import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

/** Revokes one token. One that is revoked stays as it is. */
export async function revokeToken(
  db: CommonQueryMethods,
  companyId: string,
  tokenHash: Buffer,
): Promise<void> {
  await db.query(sql.type(z.object({}))`
    UPDATE visitor_tokens SET revoked_at = now()
    WHERE company_id = ${companyId} AND token_hash = ${sql.binary(tokenHash)} AND revoked_at IS NULL
  `);
}

/** Revokes all tokens that were made for a contact, naming the one that follows. Answers with those it revoked. */
export async function revokeTokensOfContact(
  tx: Transaction,
  companyId: string,
  contactId: string,
  replacedBy: Buffer,
): Promise<Buffer[]> {
  const rows = await tx.any(sql.type(z.object({ token_hash: z.instanceof(Buffer) }))`
    UPDATE visitor_tokens SET revoked_at = now(), replaced_by = ${sql.binary(replacedBy)}
    WHERE company_id = ${companyId} AND contact_id = ${contactId} AND revoked_at IS NULL
    RETURNING token_hash
  `);
  return rows.map((row) => row.token_hash);
}
