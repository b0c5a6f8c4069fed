import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

export interface Merge {
  companyId: string;
  survivorId: string;
  mergedId: string;
  mergedName: string | null;
  /** The survivor's next version, above both. */
  version: number;
  traceparent: string;
}

/** Moves conversations to the survivor and restamps them with their messages. Answers with their ids. */
export async function moveConversations(tx: Transaction, merge: Merge): Promise<string[]> {
  const { companyId, version } = merge;
  const rows = await tx.any(sql.type(z.object({ conversation_id: z.string() }))`
    UPDATE conversations SET contact_id = ${merge.survivorId}, version = ${version}
    WHERE company_id = ${companyId} AND contact_id = ${merge.mergedId}
    RETURNING conversation_id
  `);
  const ids = rows.map((row) => row.conversation_id);
  await tx.query(sql.type(z.object({}))`
    UPDATE messages SET version = ${version}
    WHERE company_id = ${companyId} AND conversation_id = ANY(${sql.array(ids, 'uuid')})
  `);
  return ids;
}

/** Moves what else is the merged contact's, and makes its id the survivor's for ever. Tokens resolve through it. */
export async function retireContact(tx: Transaction, merge: Merge): Promise<void> {
  const { companyId, survivorId, mergedId } = merge;
  // A start that both made (a client may send the same id under two tokens) stays answered as the survivor's was.
  await tx.query(sql.type(z.object({}))`
    UPDATE starts s SET contact_id = ${survivorId}
    WHERE s.company_id = ${companyId} AND s.contact_id = ${mergedId} AND NOT EXISTS (
      SELECT 1 FROM starts o
      WHERE o.company_id = s.company_id AND o.contact_id = ${survivorId} AND o.client_start_id = s.client_start_id
    )
  `);
  await tx.query(sql.type(z.object({}))`
    WITH moved AS (
      DELETE FROM devices WHERE company_id = ${companyId} AND contact_id = ${mergedId} RETURNING *
    )
    INSERT INTO devices (company_id, contact_id, device_id, user_agent, locale, first_seen_at, last_seen_at)
    SELECT company_id, ${survivorId}, device_id, user_agent, locale, first_seen_at, last_seen_at FROM moved
    ON CONFLICT (company_id, contact_id, device_id) DO UPDATE SET
      first_seen_at = least(devices.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(devices.last_seen_at, excluded.last_seen_at)
  `);
  await tx.query(sql.type(z.object({}))`
    UPDATE contacts SET merged_into = ${survivorId}
    WHERE company_id = ${companyId} AND (contact_id = ${mergedId} OR merged_into = ${mergedId})
  `);
  await tx.query(sql.type(z.object({}))`
    INSERT INTO contact_merges (company_id, contact_id, merged_contact_id, merged_name, traceparent)
    VALUES (${companyId}, ${survivorId}, ${mergedId}, ${merge.mergedName}, ${merge.traceparent})
  `);
}

/** Gives an open conversation a slot of its own, as `claim_open_slot` does: no client can name one like it. */
export async function reslotConversation(
  tx: Transaction,
  companyId: string,
  conversationId: string,
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    UPDATE conversations SET open_slot = 'c:' || conversation_id
    WHERE company_id = ${companyId} AND conversation_id = ${conversationId}
  `);
}
