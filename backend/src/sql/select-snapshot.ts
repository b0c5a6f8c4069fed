import { limits } from '@hilo/shared/limits.ts';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import { type ContactRow, contactRow } from './rows/contact-row.ts';
import { conversationRow } from './rows/conversation-row.ts';
import { messageRow } from './rows/message-row.ts';

const row = z.object({
  contact: contactRow.nullable(),
  conversations: z.array(conversationRow),
  conversation_count: z.int(),
  /** Null where the focus is not one of the contact's conversations. */
  messages: z.array(messageRow).nullable(),
});
export type SnapshotRow = z.infer<typeof row> & { contact: ContactRow };

/** However old an unread conversation is: beyond so many it is listed without all that lie between. */
const contiguousRowsMax = 200;

/**
 * Everything a client starts from, in one statement, so under one snapshot. Conversations come by latest activity,
 * without holes down to the last one that is open or unread, so that a next page begins where this one ends.
 * Undefined where there is no such contact (any more): it was merged away, or erased.
 */
export async function findSnapshot(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
  focus: string | null,
): Promise<SnapshotRow | undefined> {
  const { contact, ...rest } = await db.one(sql.type(row)`
    WITH ranked AS MATERIALIZED (
      SELECT c.conversation_id,
        row_number() OVER (ORDER BY c.last_activity_at DESC, c.conversation_id DESC) AS rank,
        c.status IN ('waiting', 'active') OR c.agent_count > c.contact_read_agent_count AS is_due
      FROM conversations c
      WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId}
    ),
    bounds AS (
      SELECT count(*) AS total,
        greatest(
          ${limits.conversationsPageMax}::integer,
          least(${contiguousRowsMax}::integer, coalesce(max(rank) FILTER (WHERE is_due), 0))
        ) AS last_rank
      FROM ranked
    )
    SELECT
      (
        SELECT row_to_json(k) FROM contact_rows k
        WHERE k.company_id = ${companyId} AND k.contact_id = ${contactId}
      ) AS contact,
      (
        SELECT coalesce(json_agg(r ORDER BY x.rank), '[]') FROM ranked x
        JOIN conversation_rows r ON r.company_id = ${companyId} AND r.conversation_id = x.conversation_id
        WHERE x.rank <= bounds.last_rank OR x.is_due
      ) AS conversations,
      bounds.total AS conversation_count,
      (
        SELECT (
          SELECT coalesce(json_agg(p ORDER BY p.seq), '[]') FROM (
            SELECT m.* FROM message_rows m
            WHERE m.company_id = ${companyId} AND m.conversation_id = x.conversation_id
            ORDER BY m.seq DESC LIMIT ${limits.messagesPageMax}
          ) p
        )
        FROM ranked x WHERE x.conversation_id = ${focus}::uuid
      ) AS messages
    FROM bounds
  `);
  return contact ? { ...rest, contact } : undefined;
}
