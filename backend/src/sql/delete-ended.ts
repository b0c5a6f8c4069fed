import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

/** Deletes some of the tombstones that are older than this, of whichever company. Answers with how many. */
export async function deleteOldRemovals(
  db: CommonQueryMethods,
  ageMs: number,
  rowsMax: number,
): Promise<number> {
  const result = await db.query(sql.type(z.object({}))`
    DELETE FROM inbox_removals WHERE (company_id, conversation_id) IN (
      SELECT company_id, conversation_id FROM inbox_removals
      WHERE removed_at < now() - ${ageMs}::bigint * interval '1 millisecond'
      LIMIT ${rowsMax}
      FOR UPDATE SKIP LOCKED
    )
  `);
  return result.rowCount;
}

/** Deletes some of the agents' tokens that expired so long ago, of whichever company. Answers with how many. */
export async function deleteEndedAgentTokens(
  db: CommonQueryMethods,
  ageMs: number,
  rowsMax: number,
): Promise<number> {
  const result = await db.query(sql.type(z.object({}))`
    DELETE FROM agent_tokens WHERE (company_id, token_hash) IN (
      SELECT company_id, token_hash FROM agent_tokens
      WHERE expires_at < now() - ${ageMs}::bigint * interval '1 millisecond'
      LIMIT ${rowsMax}
      FOR UPDATE SKIP LOCKED
    )
  `);
  return result.rowCount;
}
