import pg from 'pg';
import { companyId, widgetId } from './stand.ts';

/** Conversations that only the baseline writes to, numbered from 0. */
export const bareConversations = 256;

const idOf = (n: string) =>
  `('00000000-0000-4000-8000-' || lpad(to_hex(CAST(${n} AS integer)), 12, '0'))::uuid`;

/**
 * The rows that one send writes, in one statement and with nothing asked: the message, its conversation's header, its
 * contact's version. `n`: SQL for the number of the conversation.
 */
export function bareStatement(n: string): string {
  return `
    WITH fresh AS MATERIALIZED (SELECT gen_random_uuid() AS message_id, clock_timestamp() AS at),
    header AS (
      UPDATE conversations c SET
        last_seq = c.last_seq + 1, visitor_count = c.visitor_count + 1, last_message_id = f.message_id,
        last_message_author_kind = 'visitor', last_message_preview = 'Is it oven-proof?', last_message_at = f.at,
        last_activity_at = f.at, waiting_since = coalesce(c.waiting_since, f.at), version = c.version + 1
      FROM fresh f
      WHERE c.company_id = '${companyId}' AND c.conversation_id = ${idOf(n)}
      RETURNING c.*, f.at
    ),
    contact AS (
      UPDATE contacts k SET version = k.version + 1, last_seen_at = h.at
      FROM header h
      WHERE k.company_id = h.company_id AND k.contact_id = h.contact_id
    )
    INSERT INTO messages (
      company_id, conversation_id, seq, message_id, client_message_id, author_kind, body,
      agent_count, visitor_count, version, traceparent, created_at
    )
    SELECT h.company_id, h.conversation_id, h.last_seq, h.last_message_id, gen_random_uuid(), 'visitor',
      'Is it oven-proof?', h.agent_count, h.visitor_count, h.version,
      '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', h.at
    FROM header h
    RETURNING message_id, seq`;
}

const text = bareStatement('$1');

/** For pg: prepared once per connection. */
export function bareSend(n: number): pg.QueryConfig {
  return { name: 'bare_send', text, values: [n] };
}

/** Makes the baseline's conversations, with a contact each. */
export async function openBareConversations(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const numbers = `generate_series(0, ${bareConversations - 1}) n`;
  await client.query(
    `INSERT INTO contacts (company_id, contact_id, version) SELECT '${companyId}', ${idOf('n')}, 1 FROM ${numbers}`,
  );
  await client.query(`
    INSERT INTO conversations (company_id, conversation_id, contact_id, widget_id, status, open_slot, version, created_at, last_activity_at)
    SELECT '${companyId}', ${idOf('n')}, ${idOf('n')}, '${widgetId}', 'waiting', '0', 1, now(), now() FROM ${numbers}
  `);
  await client.end();
}
