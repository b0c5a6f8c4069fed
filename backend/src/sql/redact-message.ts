import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

/** Removes a message's text, also from the header where it is the last one; row and seq stay. */
export async function redactMessage(
  tx: Transaction,
  key: { companyId: string; conversationId: string; messageId: string; version: number },
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    WITH redacted AS (
      UPDATE messages SET body = NULL, redacted_at = clock_timestamp(), version = ${key.version}
      WHERE company_id = ${key.companyId} AND message_id = ${key.messageId}
    )
    UPDATE conversations c SET
      last_message_preview = CASE WHEN c.last_message_id = ${key.messageId} THEN '' ELSE c.last_message_preview END,
      version = ${key.version}
    WHERE c.company_id = ${key.companyId} AND c.conversation_id = ${key.conversationId}
  `);
}
