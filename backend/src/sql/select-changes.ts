import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import { contactRow } from './rows/contact-row.ts';
import { conversationRow } from './rows/conversation-row.ts';
import { messageRow } from './rows/message-row.ts';

const row = z.object({
  /** The contact's version now. */
  version: z.int(),
  /** The version these rows reach; null where one version alone is larger than `rowsCeiling`. */
  reached: z.int().nullable(),
  contact: contactRow.nullable(),
  conversations: z.array(conversationRow),
  messages: z.array(messageRow),
});
export type ChangesPage = z.infer<typeof row>;

export interface ChangesQuery {
  companyId: string;
  contactId: string;
  /** Rows that changed after this version. */
  from: number;
  /** A page ends with the version in which it reaches so many rows: a version is never cut in two. */
  rowsMax: number;
  /** A page of more rows than this is not fetched. */
  rowsCeiling: number;
}

/**
 * What a contact can see that changed after a version, in one statement, so under one snapshot. Rows are whole and as
 * they are now. A header's version is never below that of its messages, so its conversations lead to them.
 * Undefined where there is no such contact (any more): it was merged away, or erased.
 */
export async function findChanges(
  db: CommonQueryMethods,
  query: ChangesQuery,
): Promise<ChangesPage | undefined> {
  const { companyId, contactId, from, rowsMax, rowsCeiling } = query;
  const found = await db.maybeOne(sql.type(row)`
    WITH me AS MATERIALIZED (
      SELECT * FROM contact_rows k WHERE k.company_id = ${companyId} AND k.contact_id = ${contactId}
    ),
    touched AS MATERIALIZED (
      SELECT c.conversation_id, c.version FROM conversations c
      WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId} AND c.version > ${from}
    ),
    page AS MATERIALIZED (
      SELECT v.version FROM (
        SELECT row_version AS version FROM me WHERE row_version > ${from}
        UNION ALL SELECT version FROM touched
        UNION ALL
        SELECT m.version FROM touched t
        JOIN messages m ON m.company_id = ${companyId} AND m.conversation_id = t.conversation_id
        WHERE m.version > ${from}
      ) v
      ORDER BY v.version
      FETCH FIRST (${rowsMax}) ROWS WITH TIES
    ),
    span AS MATERIALIZED (
      SELECT CASE
        WHEN count(*) > ${rowsCeiling} THEN NULL
        WHEN count(*) < ${rowsMax} THEN (SELECT version FROM me)
        ELSE max(version)
      END AS reached
      FROM page
    ),
    -- A redacted message changed later than its neighbours. Left for its own page it would be a hole in the thread.
    ends AS (
      SELECT t.conversation_id, max(m.seq) AS seq FROM span, touched t
      JOIN messages m ON m.company_id = ${companyId} AND m.conversation_id = t.conversation_id
      WHERE m.version > ${from} AND m.version <= span.reached
      GROUP BY t.conversation_id
    )
    SELECT
      me.version,
      span.reached,
      CASE WHEN me.row_version > ${from} AND me.row_version <= span.reached THEN row_to_json(me) END AS contact,
      (
        SELECT coalesce(json_agg(r ORDER BY r.version, r.conversation_id), '[]') FROM conversation_rows r
        WHERE r.company_id = ${companyId} AND r.contact_id = ${contactId}
          AND r.version > ${from} AND r.version <= span.reached
      ) AS conversations,
      (
        SELECT coalesce(json_agg(r ORDER BY r.conversation_id, r.seq), '[]') FROM ends e
        JOIN message_rows r ON r.company_id = ${companyId} AND r.conversation_id = e.conversation_id
        WHERE r.version > ${from} AND r.seq <= e.seq
      ) AS messages
    FROM me CROSS JOIN span
  `);
  return found ?? undefined;
}
