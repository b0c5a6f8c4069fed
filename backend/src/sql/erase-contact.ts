import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

const tokenRow = z.object({ token_hash: z.instanceof(Buffer) });

/** Locks the tokens of a contact and of those merged into it. Before any contact, as everywhere. */
export async function lockTokensOfPerson(
  tx: Transaction,
  companyId: string,
  contactId: string,
): Promise<Buffer[]> {
  const rows = await tx.any(sql.type(tokenRow)`
    SELECT t.token_hash FROM visitor_tokens t
    JOIN contacts k ON k.company_id = t.company_id AND k.contact_id = t.contact_id
    WHERE t.company_id = ${companyId} AND ${contactId}::uuid IN (k.contact_id, k.merged_into)
    ORDER BY t.token_hash
    FOR UPDATE OF t
  `);
  return rows.map((row) => row.token_hash);
}

const conversationRow = z.object({ conversation_id: z.string(), last_seq: z.int() });

/** Deletes a contact's conversations with all that is theirs; leaves a tombstone of those that agents saw. */
export async function deleteConversations(
  tx: Transaction,
  companyId: string,
  contactId: string,
): Promise<{ conversationId: string; messages: number }[]> {
  const rows = await tx.any(sql.type(conversationRow)`
    WITH gone AS (
      DELETE FROM conversations WHERE company_id = ${companyId} AND contact_id = ${contactId}
      RETURNING company_id, conversation_id, last_seq
    ),
    told AS (
      INSERT INTO inbox_removals (company_id, conversation_id)
      SELECT company_id, conversation_id FROM gone WHERE last_seq > 0
    )
    SELECT conversation_id, last_seq FROM gone ORDER BY conversation_id
  `);
  return rows.map((row) => ({ conversationId: row.conversation_id, messages: row.last_seq }));
}

/** Deletes a contact, with those merged into it, their devices and tokens. */
export async function deleteContact(tx: Transaction, companyId: string, contactId: string): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    DELETE FROM contacts WHERE company_id = ${companyId} AND contact_id = ${contactId}
  `);
}
