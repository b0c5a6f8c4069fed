import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import { conversationRow } from './rows/conversation-row.ts';
import { messageRow } from './rows/message-row.ts';

const row = z.object({
  /** The contact's version, under the same snapshot. */
  version: z.int(),
  conversation: conversationRow,
  messages: z.array(messageRow),
  /** The device's session in this conversation, where it has taken part. */
  session_id: z.string().nullable(),
});
export type ThreadRow = z.infer<typeof row>;

/** One of the contact's conversations with the page of messages before a seq (the last page where null). */
export async function findThread(
  db: CommonQueryMethods,
  page: {
    companyId: string;
    contactId: string;
    conversationId: string;
    deviceId: string | null;
    beforeSeq: number | null;
    rowsMax: number;
  },
): Promise<ThreadRow | undefined> {
  const { companyId, contactId, conversationId, deviceId } = page;
  const found = await db.maybeOne(sql.type(row)`
    SELECT
      k.version,
      row_to_json(r) AS conversation,
      (
        SELECT coalesce(json_agg(p ORDER BY p.seq), '[]') FROM (
          SELECT m.* FROM message_rows m
          WHERE m.company_id = ${companyId} AND m.conversation_id = ${conversationId}
            AND (${page.beforeSeq}::integer IS NULL OR m.seq < ${page.beforeSeq})
          ORDER BY m.seq DESC LIMIT ${page.rowsMax}
        ) p
      ) AS messages,
      (
        SELECT s.session_id FROM sessions s
        WHERE s.company_id = ${companyId} AND s.conversation_id = ${conversationId} AND s.device_id = ${deviceId}
      ) AS session_id
    FROM conversation_rows r
    JOIN contacts k ON k.company_id = r.company_id AND k.contact_id = r.contact_id
    WHERE r.company_id = ${companyId} AND r.conversation_id = ${conversationId} AND r.contact_id = ${contactId}
  `);
  return found ?? undefined;
}
