import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

/** Assigns a conversation to an agent of the company, or to nobody. */
export async function assignConversation(
  tx: Transaction,
  key: { companyId: string; conversationId: string; version: number },
  agentId: string | null,
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    UPDATE conversations SET assignee_agent_id = ${agentId}, version = ${key.version}
    WHERE company_id = ${key.companyId} AND conversation_id = ${key.conversationId}
  `);
}
