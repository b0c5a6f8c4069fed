import { type CommonQueryMethods, sql } from 'slonik';
import { columns } from './rows/columns.ts';
import { type MessageRow, messageRow } from './rows/message-row.ts';

const row = columns(messageRow, 'm');

/** The page of messages just before a seq (the last page where null), ascending. */
export async function selectMessagesBefore(
  db: CommonQueryMethods,
  page: { companyId: string; conversationId: string; beforeSeq: number | null; rowsMax: number },
): Promise<MessageRow[]> {
  const rows = await db.any(sql.type(messageRow)`
    SELECT ${row} FROM message_rows m
    WHERE m.company_id = ${page.companyId} AND m.conversation_id = ${page.conversationId}
      AND (${page.beforeSeq}::integer IS NULL OR m.seq < ${page.beforeSeq})
    ORDER BY m.seq DESC
    LIMIT ${page.rowsMax}
  `);
  return [...rows].reverse();
}

/** One message of a conversation. */
export async function findMessage(
  db: CommonQueryMethods,
  companyId: string,
  conversationId: string,
  messageId: string,
): Promise<MessageRow | undefined> {
  const found = await db.maybeOne(sql.type(messageRow)`
    SELECT ${row} FROM message_rows m
    WHERE m.company_id = ${companyId} AND m.message_id = ${messageId} AND m.conversation_id = ${conversationId}
  `);
  return found ?? undefined;
}
