import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

const secretRow = z.object({ secret: z.string() });

/** The secrets that identities may be signed with now: the current one first, then those in their grace period. */
export async function selectSecrets(db: CommonQueryMethods, companyId: string): Promise<string[]> {
  const rows = await db.any(sql.type(secretRow)`
    SELECT secret FROM company_secrets
    WHERE company_id = ${companyId} AND (expires_at IS NULL OR expires_at > now())
    ORDER BY expires_at DESC NULLS FIRST
  `);
  return rows.map((row) => row.secret);
}

/** Ends the current secret after a time; answers with when, in milliseconds since the epoch, where there was one. */
export async function retireSecret(
  tx: Transaction,
  companyId: string,
  graceMs: number,
): Promise<number | undefined> {
  const endsAt = await tx.maybeOneFirst(sql.type(z.object({ expires_at: z.int() }))`
    UPDATE company_secrets SET expires_at = now() + ${graceMs}::bigint * interval '1 millisecond'
    WHERE company_id = ${companyId} AND expires_at IS NULL
    RETURNING epoch_ms(expires_at) AS expires_at
  `);
  return endsAt ?? undefined;
}

/** Keeps the company's next current secret, and forgets those that have ended. */
export async function insertSecret(
  tx: Transaction,
  secret: { companyId: string; secretId: string; secret: string },
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    DELETE FROM company_secrets WHERE company_id = ${secret.companyId} AND expires_at <= now()
  `);
  await tx.query(sql.type(z.object({}))`
    INSERT INTO company_secrets (company_id, secret_id, secret)
    VALUES (${secret.companyId}, ${secret.secretId}, ${secret.secret})
  `);
}
