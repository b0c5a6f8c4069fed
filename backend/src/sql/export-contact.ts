import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import { conversationRow } from './rows/conversation-row.ts';
import { messageRow } from './rows/message-row.ts';
import { noteRow } from './rows/note-row.ts';
import { statusChangeRow } from './rows/status-change-row.ts';

const sessionRow = z.object({ session_id: z.string(), device_id: z.string(), created_at: z.int() });

const row = z.object({
  conversation: conversationRow,
  messages: z.array(messageRow),
  notes: z.array(noteRow),
  history: z.array(statusChangeRow),
  sessions: z.array(sessionRow),
});
export type ExportedConversationRow = z.infer<typeof row>;

/** Every conversation of a contact, whole, oldest first. */
export function selectWholeConversations(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<readonly ExportedConversationRow[]> {
  return db.any(sql.type(row)`
    SELECT
      row_to_json(c) AS conversation,
      (
        SELECT coalesce(json_agg(m ORDER BY m.seq), '[]') FROM message_rows m
        WHERE m.company_id = c.company_id AND m.conversation_id = c.conversation_id
      ) AS messages,
      (
        SELECT coalesce(json_agg(n ORDER BY n.created_at, n.note_id), '[]') FROM note_rows n
        WHERE n.company_id = c.company_id AND n.conversation_id = c.conversation_id
      ) AS notes,
      (
        SELECT coalesce(json_agg(h ORDER BY h.n), '[]') FROM status_change_rows h
        WHERE h.company_id = c.company_id AND h.conversation_id = c.conversation_id
      ) AS history,
      (
        SELECT coalesce(json_agg(json_build_object(
          'session_id', s.session_id, 'device_id', s.device_id, 'created_at', epoch_ms(s.created_at)
        ) ORDER BY s.created_at, s.session_id), '[]')
        FROM sessions s
        WHERE s.company_id = c.company_id AND s.conversation_id = c.conversation_id
      ) AS sessions
    FROM conversation_rows c
    WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId}
    ORDER BY c.created_at, c.conversation_id
  `);
}

/** A contact's attributes, as the company set them. */
export function getAttributes(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<Record<string, unknown>> {
  return db.oneFirst(sql.type(z.object({ attributes: z.record(z.string(), z.unknown()) }))`
    SELECT attributes FROM contacts WHERE company_id = ${companyId} AND contact_id = ${contactId}
  `);
}
