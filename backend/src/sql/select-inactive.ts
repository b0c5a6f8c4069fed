import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

const contactKey = z.object({ company_id: z.string(), contact_id: z.string() });
const conversationKey = z.object({ conversation_id: z.string() });

const isInactive = sql.fragment`
  c.last_seq > 0
  AND c.last_activity_at < now() - o.solve_after_ms * interval '1 millisecond'`;

/**
 * Some contacts with a conversation that its company's rule calls over. By company and status, oldest first, so that
 * it is a look at the old end of an index, however many conversations are open.
 */
export async function selectInactiveContacts(
  db: CommonQueryMethods,
  rowsMax: number,
): Promise<{ companyId: string; contactId: string }[]> {
  const rows = await db.any(sql.type(contactKey)`
    SELECT DISTINCT x.company_id, x.contact_id FROM (
      SELECT old.company_id, old.contact_id FROM companies o
      CROSS JOIN (VALUES ('waiting'), ('active')) s (status)
      CROSS JOIN LATERAL (
        SELECT c.company_id, c.contact_id FROM conversations c
        WHERE c.company_id = o.company_id AND c.status = s.status AND ${isInactive}
        ORDER BY c.last_activity_at
        LIMIT ${rowsMax}
      ) old
      WHERE o.solve_after_ms IS NOT NULL
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
    WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId} AND c.status IN ('waiting', 'active')
      AND ${isInactive}
    ORDER BY c.conversation_id
  `);
  return rows.map((row) => row.conversation_id);
}
