import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

const row = z.object({ contact_id: z.string(), version: z.int(), revoked: z.boolean() });

/** Whose token it is (the survivor, where the contact was merged), and whether it still counts. */
export async function findVisitor(
  db: CommonQueryMethods,
  companyId: string,
  tokenHash: Buffer,
): Promise<{ contactId: string; version: number; revoked: boolean } | undefined> {
  const found = await db.maybeOne(sql.type(row)`
    SELECT k.contact_id, k.version, t.revoked_at IS NOT NULL AS revoked
    FROM visitor_tokens t
    JOIN contacts a ON a.company_id = t.company_id AND a.contact_id = t.contact_id
    JOIN contacts k ON k.company_id = t.company_id AND k.contact_id = coalesce(a.merged_into, a.contact_id)
    WHERE t.company_id = ${companyId} AND t.token_hash = ${sql.binary(tokenHash)}
  `);
  return found ? { contactId: found.contact_id, version: found.version, revoked: found.revoked } : undefined;
}
