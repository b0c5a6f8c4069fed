import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import { columns } from './rows/columns.ts';
import { type ConversationRow, conversationRow } from './rows/conversation-row.ts';

const row = columns(conversationRow, 'r');

/** A conversation of the company, whoever's it is. */
export async function findConversation(
  db: CommonQueryMethods,
  companyId: string,
  conversationId: string,
): Promise<ConversationRow | undefined> {
  const found = await db.maybeOne(sql.type(conversationRow)`
    SELECT ${row} FROM conversation_rows r
    WHERE r.company_id = ${companyId} AND r.conversation_id = ${conversationId}
  `);
  return found ?? undefined;
}

const onDevice = conversationRow.extend({
  /** The device's session in it, where it has taken part. */
  session_id: z.string().nullable(),
});
export type ConversationOnDeviceRow = z.infer<typeof onDevice>;

/** A conversation of the company, whoever's it is, with the session of a device. */
export async function findConversationOnDevice(
  db: CommonQueryMethods,
  companyId: string,
  conversationId: string,
  deviceId: string,
): Promise<ConversationOnDeviceRow | undefined> {
  const found = await db.maybeOne(sql.type(onDevice)`
    SELECT ${row}, s.session_id FROM conversation_rows r
    LEFT JOIN sessions s
      ON s.company_id = r.company_id AND s.conversation_id = r.conversation_id AND s.device_id = ${deviceId}
    WHERE r.company_id = ${companyId} AND r.conversation_id = ${conversationId}
  `);
  return found ?? undefined;
}

/** A conversation that the caller knows to exist. */
export async function getConversationRow(
  db: CommonQueryMethods,
  companyId: string,
  conversationId: string,
): Promise<ConversationRow> {
  const found = await findConversation(db, companyId, conversationId);
  if (!found) throw new Error(`conversation ${conversationId} is gone`);
  return found;
}

/** Those of these conversations that exist. */
export function selectConversations(
  db: CommonQueryMethods,
  companyId: string,
  conversationIds: readonly string[],
): Promise<readonly ConversationRow[]> {
  return db.any(sql.type(conversationRow)`
    SELECT ${row} FROM conversation_rows r
    WHERE r.company_id = ${companyId} AND r.conversation_id = ANY(${sql.array(conversationIds, 'uuid')})
    ORDER BY r.conversation_id
  `);
}

/** The contact's open conversations: slot 0 first, then by latest activity. */
export function selectOpenConversations(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<readonly ConversationRow[]> {
  return db.any(sql.type(conversationRow)`
    SELECT ${row} FROM conversation_rows r
    WHERE r.company_id = ${companyId} AND r.contact_id = ${contactId} AND r.status IN ('waiting', 'active')
    ORDER BY r.open_slot = '0' DESC, r.last_activity_at DESC, r.conversation_id DESC
  `);
}

const unreadRow = conversationRow.pick({
  conversation_id: true,
  status: true,
  last_message_id: true,
  contact_unread_count: true,
  version: true,
});

/** The contact's conversations in which something is unread. */
export function selectUnreadConversations(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<readonly z.infer<typeof unreadRow>[]> {
  return db.any(sql.type(unreadRow)`
    SELECT c.conversation_id, c.status, c.last_message_id, c.version,
      c.agent_count - c.contact_read_agent_count AS contact_unread_count
    FROM conversations c
    WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId}
      AND c.agent_count > c.contact_read_agent_count
  `);
}

/** A page of the contact's conversations by latest activity, with one row more where there is more. */
export function selectConversationsBefore(
  db: CommonQueryMethods,
  page: { companyId: string; contactId: string; before: string | null; rowsMax: number },
): Promise<readonly ConversationRow[]> {
  return db.any(sql.type(conversationRow)`
    SELECT ${row} FROM conversation_rows r
    JOIN conversations c ON c.company_id = r.company_id AND c.conversation_id = r.conversation_id
    WHERE c.company_id = ${page.companyId} AND c.contact_id = ${page.contactId}
      AND (
        ${page.before}::uuid IS NULL
        OR (c.last_activity_at, c.conversation_id) < (
          SELECT b.last_activity_at, b.conversation_id FROM conversations b
          WHERE b.company_id = ${page.companyId} AND b.contact_id = ${page.contactId}
            AND b.conversation_id = ${page.before}
        )
      )
    ORDER BY c.last_activity_at DESC, c.conversation_id DESC
    LIMIT ${page.rowsMax + 1}
  `);
}

/** Ids of the contact's most recent conversations that agents see. */
export async function selectInboxConversationIds(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<string[]> {
  const rows = await db.any(sql.type(conversationRow.pick({ conversation_id: true }))`
    SELECT c.conversation_id FROM conversations c
    WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId} AND c.last_seq > 0
    ORDER BY c.last_activity_at DESC
  `);
  return rows.map((found) => found.conversation_id);
}
