import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

const row = z.object({
  contact_id: z.string(),
  version: z.int(),
  revoked: z.boolean(),
  device_id: z.string().nullable(),
});

export interface FoundVisitor {
  contactId: string;
  version: number;
  revoked: boolean;
  /** The device that the token was made on: it lies in the same storage, so this is whose request it is. */
  deviceId: string | null;
}

/** Whose token it is (the survivor, where the contact was merged), and whether it still counts. */
export async function findVisitor(
  db: CommonQueryMethods,
  companyId: string,
  tokenHash: Buffer,
): Promise<FoundVisitor | undefined> {
  const found = await db.maybeOne(sql.type(row)`
    SELECT k.contact_id, k.version, t.revoked_at IS NOT NULL AS revoked, t.device_id
    FROM visitor_tokens t
    JOIN contacts a ON a.company_id = t.company_id AND a.contact_id = t.contact_id
    JOIN contacts k ON k.company_id = t.company_id AND k.contact_id = coalesce(a.merged_into, a.contact_id)
    WHERE t.company_id = ${companyId} AND t.token_hash = ${sql.binary(tokenHash)}
  `);
  if (!found) return undefined;
  const { contact_id: contactId, version, revoked, device_id: deviceId } = found;
  return { contactId, version, revoked, deviceId };
}
