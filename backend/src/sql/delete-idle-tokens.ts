import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

/** Deletes some of the tokens that were not used for so long, of whichever company. Answers with how many. */
export async function deleteIdleTokens(
  db: CommonQueryMethods,
  idleMs: number,
  rowsMax: number,
): Promise<number> {
  const result = await db.query(sql.type(z.object({}))`
    DELETE FROM visitor_tokens WHERE (company_id, token_hash) IN (
      SELECT company_id, token_hash FROM visitor_tokens
      WHERE last_used_at < now() - ${idleMs}::bigint * interval '1 millisecond'
      LIMIT ${rowsMax}
      FOR UPDATE SKIP LOCKED
    )
  `);
  return result.rowCount;
}
