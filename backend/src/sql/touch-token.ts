import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

/** Notes that a visitor's token is in use; once a day is enough to know when it is forgotten. */
export async function touchToken(
  db: CommonQueryMethods,
  companyId: string,
  tokenHash: Buffer,
): Promise<void> {
  await db.query(sql.type(z.object({}))`
    UPDATE visitor_tokens SET last_used_at = now()
    WHERE company_id = ${companyId} AND token_hash = ${sql.binary(tokenHash)}
      AND last_used_at < now() - interval '1 day'
  `);
}
