import type { Database } from './database.ts';

/** What must hold in the database whatever tests did; each query lists what breaks it. */
const audits: Record<string, string> = {
  'more than one open conversation of a contact under policy single': `
    SELECT c.company_id, c.contact_id, count(*) AS open
    FROM conversations c JOIN companies USING (company_id)
    WHERE policy = 'single' AND status IN ('waiting', 'active')
    GROUP BY c.company_id, c.contact_id HAVING count(*) > 1`,
  'one client message id on two rows': `
    SELECT conversation_id, client_message_id FROM messages
    GROUP BY company_id, conversation_id, client_message_id HAVING count(*) > 1`,
  'a seq with holes': `
    SELECT conversation_id, last_seq, count(m.seq) AS rows
    FROM conversations c LEFT JOIN messages m USING (company_id, conversation_id)
    GROUP BY c.company_id, conversation_id HAVING count(m.seq) <> last_seq OR coalesce(max(m.seq), 0) <> last_seq`,
  'an unread count that the messages do not bear out': `
    SELECT c.conversation_id, agent_count - contact_read_agent_count AS stored, unread.counted
    FROM conversations c, LATERAL (
      SELECT count(*) AS counted FROM messages m
      WHERE m.company_id = c.company_id AND m.conversation_id = c.conversation_id
        AND m.author_kind = 'agent' AND m.seq > c.contact_read_seq) unread
    WHERE agent_count - contact_read_agent_count <> unread.counted`,
  'a conversation that is still of a contact merged away': `
    SELECT conversation_id FROM conversations JOIN contacts USING (company_id, contact_id)
    WHERE merged_into IS NOT NULL`,
  'a survey answer to a cycle that never was': `
    SELECT conversation_id, cycle FROM surveys JOIN conversations USING (company_id, conversation_id)
    WHERE cycle > survey_cycle`,
};

/** Sentences about every promise that the tables break; empty where all hold. */
export async function auditDatabase(database: Database): Promise<string[]> {
  const broken: string[] = [];
  for (const [sentence, query] of Object.entries(audits)) {
    const rows = await database.rows(query);
    if (rows.length > 0) broken.push(`${sentence}: ${JSON.stringify(rows)}`);
  }
  return broken;
}
