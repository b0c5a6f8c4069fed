import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

const row = z.object({ contact_id: z.string() });

/** Whose conversation it is; undefined where the company has none with this id. */
export async function findConversationContact(
  pool: DatabasePool,
  companyId: string,
  conversationId: string,
): Promise<string | undefined> {
  const found = await pool.maybeOneFirst(sql.type(row)`
    SELECT contact_id FROM conversations
    WHERE company_id = ${companyId} AND conversation_id = ${conversationId}
  `);
  return found ?? undefined;
}
