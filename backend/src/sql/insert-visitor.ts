import { sql } from 'slonik';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

/**
 * A visitor's first write: an anonymous contact and its token in one statement. Does nothing where the token is known,
 * so that a retry, or another tab with the same token, gets the same contact. True where this call made it.
 */
export async function insertVisitor(
  tx: Transaction,
  visitor: { companyId: string; tokenHash: Buffer; deviceId: string },
): Promise<boolean> {
  const result = await tx.query(sql.type(z.object({}))`
    WITH token AS (
      INSERT INTO visitor_tokens (company_id, token_hash, contact_id, device_id)
      VALUES (${visitor.companyId}, ${sql.binary(visitor.tokenHash)}, ${v7()}, ${visitor.deviceId})
      ON CONFLICT DO NOTHING
      RETURNING company_id, contact_id
    )
    INSERT INTO contacts (company_id, contact_id, last_seen_at)
    SELECT company_id, contact_id, now() FROM token
  `);
  return result.rowCount === 1;
}
