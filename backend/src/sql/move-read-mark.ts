import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

export interface ReadMark {
  companyId: string;
  conversationId: string;
  messageId: string;
  /** The contact's version that this is part of. */
  version: number;
}

/** Moves the contact's read mark forward to a message; false where it is there or further already. */
export async function moveContactReadMark(tx: Transaction, mark: ReadMark): Promise<boolean> {
  const result = await tx.query(sql.type(z.object({}))`
    UPDATE conversations c SET
      contact_read_seq = m.seq,
      contact_read_agent_count = m.agent_count,
      last_read_message_id = m.message_id,
      version = ${mark.version}
    FROM messages m
    WHERE c.company_id = ${mark.companyId} AND c.conversation_id = ${mark.conversationId}
      AND m.company_id = c.company_id AND m.conversation_id = c.conversation_id
      AND m.message_id = ${mark.messageId} AND m.seq > c.contact_read_seq
  `);
  return result.rowCount === 1;
}

/** Moves the agents' read mark forward to a message; false where it is there or further already. */
export async function moveAgentReadMark(tx: Transaction, mark: ReadMark): Promise<boolean> {
  const result = await tx.query(sql.type(z.object({}))`
    UPDATE conversations c SET
      agent_read_seq = m.seq,
      agent_read_visitor_count = m.visitor_count,
      version = ${mark.version}
    FROM messages m
    WHERE c.company_id = ${mark.companyId} AND c.conversation_id = ${mark.conversationId}
      AND m.company_id = c.company_id AND m.conversation_id = c.conversation_id
      AND m.message_id = ${mark.messageId} AND m.seq > c.agent_read_seq
  `);
  return result.rowCount === 1;
}
