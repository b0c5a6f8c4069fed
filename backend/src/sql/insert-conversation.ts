import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

export interface NewConversation {
  companyId: string;
  conversationId: string;
  contactId: string;
  widgetId: string;
  openSlot: string;
  version: number;
  traceparent: string;
}

/** Opens an empty conversation, waiting for its visitor's first message, and begins its history. */
export async function insertConversation(tx: Transaction, row: NewConversation): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    WITH opened AS (
      INSERT INTO conversations (
        company_id, conversation_id, contact_id, widget_id, status, open_slot, history_count, version,
        created_at, last_activity_at
      )
      VALUES (
        ${row.companyId}, ${row.conversationId}, ${row.contactId}, ${row.widgetId}, 'waiting', ${row.openSlot}, 1,
        ${row.version}, clock_timestamp(), clock_timestamp()
      )
      RETURNING company_id, conversation_id, created_at
    )
    INSERT INTO status_history
      (company_id, conversation_id, n, from_status, to_status, cause, actor_kind, traceparent, at)
    SELECT company_id, conversation_id, 1, NULL, 'waiting', 'started', 'visitor', ${row.traceparent}, created_at
    FROM opened
  `);
}
