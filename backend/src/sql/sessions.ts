import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

export interface Session {
  companyId: string;
  sessionId: string;
  conversationId: string;
  deviceId: string;
}

/** Keeps a session, so that it resolves back. */
export async function insertSession(tx: Transaction, session: Session): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    INSERT INTO sessions (company_id, session_id, conversation_id, device_id)
    VALUES (${session.companyId}, ${session.sessionId}, ${session.conversationId}, ${session.deviceId})
    ON CONFLICT DO NOTHING
  `);
}

/** The conversation of a session, where it is one of this contact's. */
export async function findSessionConversation(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
  sessionId: string,
): Promise<string | undefined> {
  const found = await db.maybeOneFirst(sql.type(z.object({ conversation_id: z.string() }))`
    SELECT c.conversation_id FROM sessions s
    JOIN conversations c ON c.company_id = s.company_id AND c.conversation_id = s.conversation_id
    WHERE s.company_id = ${companyId} AND s.session_id = ${sessionId} AND c.contact_id = ${contactId}
  `);
  return found ?? undefined;
}
