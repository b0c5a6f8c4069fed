import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

const contactKey = z.object({ company_id: z.string(), contact_id: z.string() });
const conversationKey = z.object({ conversation_id: z.string() });

const isInactive = sql.fragment`
  c.status IN ('waiting', 'active') AND c.last_seq > 0
  AND c.last_activity_at < clock_timestamp() - o.solve_after_ms * interval '1 millisecond'`;

/** Some contacts with a conversation that its company's rule calls over. */
export async function selectInactiveContacts(
  db: CommonQueryMethods,
  rowsMax: number,
): Promise<{ companyId: string; contactId: string }[]> {
  const rows = await db.any(sql.type(contactKey)`
    SELECT DISTINCT x.company_id, x.contact_id FROM (
      SELECT c.company_id, c.contact_id FROM companies o
      JOIN conversations c ON c.company_id = o.company_id
      WHERE o.solve_after_ms IS NOT NULL AND ${isInactive}
      LIMIT ${rowsMax}
    ) x
  `);
  return rows.map((row) => ({ companyId: row.company_id, contactId: row.contact_id }));
}

/** Locks a contact where nobody else has: false where it is busy, which is no sign of inactivity, or gone. */
export async function tryLockContact(
  tx: Transaction,
  companyId: string,
  contactId: string,
): Promise<boolean> {
  const result = await tx.query(sql.type(z.object({}))`
    SELECT 1 FROM contacts WHERE company_id = ${companyId} AND contact_id = ${contactId}
    FOR NO KEY UPDATE SKIP LOCKED
  `);
  return result.rowCount === 1;
}

/** Ids of a locked contact's conversations that are over. */
export async function selectInactiveConversations(
  tx: Transaction,
  companyId: string,
  contactId: string,
): Promise<string[]> {
  const rows = await tx.any(sql.type(conversationKey)`
    SELECT c.conversation_id FROM companies o
    JOIN conversations c ON c.company_id = o.company_id
    WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId} AND ${isInactive}
    ORDER BY c.conversation_id
  `);
  return rows.map((row) => row.conversation_id);
}
