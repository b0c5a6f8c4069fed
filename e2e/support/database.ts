import pg from 'pg';

/** What the tables themselves say, past every layer that could be wrong. */
export interface Database {
  /** Rows of a query. Columns keep their names; bigint and count are numbers. */
  rows<Row extends Record<string, unknown>>(text: string, ...values: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const int8 = 20;

export async function connectDatabase(url: string): Promise<Database> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, Number);
  const pool = new pg.Pool({ connectionString: url, max: 2, types });
  // The product stops its Postgres under us when it is killed; the next query would say so.
  pool.on('error', () => undefined);
  return {
    rows: async (text, ...values) => (await pool.query(text, values)).rows,
    close: () => pool.end(),
  };
}

/** Conversations of the person behind a contact id, oldest first; also where that contact was merged away since. */
export function conversationsOf(
  database: Database,
  contactId: string,
): Promise<{ conversation_id: string; status: string; archived_reason: string | null; last_seq: number }[]> {
  return database.rows(
    `SELECT conversation_id, status, archived_reason, last_seq FROM conversations
     WHERE contact_id = (SELECT coalesce(merged_into, contact_id) FROM contacts WHERE contact_id = $1)
     ORDER BY created_at`,
    contactId,
  );
}

/** What stands in a conversation, in order: `visitor: …`, `agent: …`. */
export async function saidIn(database: Database, conversationId: string): Promise<string[]> {
  const rows = await database.rows<{ author_kind: string; body: string | null }>(
    'SELECT author_kind, body FROM messages WHERE conversation_id = $1 ORDER BY seq',
    conversationId,
  );
  return rows.map(({ author_kind, body }) => `${author_kind}: ${body}`);
}
