import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

export interface Start {
  companyId: string;
  contactId: string;
  clientStartId: string;
  conversationId: string;
  created: boolean;
}

/** How this start was answered before, if it was. */
export async function findStart(
  tx: Transaction,
  companyId: string,
  contactId: string,
  clientStartId: string,
): Promise<Pick<Start, 'conversationId' | 'created'> | undefined> {
  const found = await tx.maybeOne(sql.type(z.object({ conversation_id: z.string(), created: z.boolean() }))`
    SELECT s.conversation_id, s.created FROM starts s
    WHERE s.company_id = ${companyId} AND s.contact_id = ${contactId} AND s.client_start_id = ${clientStartId}
  `);
  return found ? { conversationId: found.conversation_id, created: found.created } : undefined;
}

/** Keeps how a start was answered. */
export async function insertStart(tx: Transaction, start: Start): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    INSERT INTO starts (company_id, contact_id, client_start_id, conversation_id, created)
    VALUES (
      ${start.companyId}, ${start.contactId}, ${start.clientStartId}, ${start.conversationId}, ${start.created}
    )
  `);
}
