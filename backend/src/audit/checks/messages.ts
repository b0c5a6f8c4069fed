import { sql } from 'slonik';
import type { Check } from '../check.ts';
import { column, sqlCheck } from '../sql-check.ts';

const ofMessage = sql.fragment`m.conversation_id`;

/** R2.D, R2.C: what stands in a conversation, and how it is counted. */
export const messageChecks: readonly Check[] = [
  sqlCheck(
    'client-message-id-unique',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || m.conversation_id,
        'client message id ' || m.client_message_id || ' stands on ' || count(*) || ' messages'
      FROM messages m
      WHERE m.company_id = ${companyId} AND ${holds(ofMessage)} AND m.client_message_id IS NOT NULL
      GROUP BY m.conversation_id, m.client_message_id
      HAVING count(*) > 1
    `,
  ),
  sqlCheck(
    'send-has-client-message-id',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || m.conversation_id, 'message ' || m.seq || ' has no client message id'
      FROM messages m
      WHERE m.company_id = ${companyId} AND ${holds(ofMessage)} AND m.client_message_id IS NULL
    `,
  ),
  sqlCheck(
    'seq-without-holes',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id,
        'the header counts to ' || c.last_seq || '; there are ' || count(m.seq) || ' messages, numbered '
          || coalesce(min(m.seq), 0) || ' to ' || coalesce(max(m.seq), 0)
      FROM conversations c
      LEFT JOIN messages m ON m.company_id = c.company_id AND m.conversation_id = c.conversation_id
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
      GROUP BY c.company_id, c.conversation_id, c.last_seq
      HAVING count(m.seq) <> c.last_seq OR count(DISTINCT m.seq) <> c.last_seq
        OR coalesce(min(m.seq), 1) <> 1 OR coalesce(max(m.seq), 0) <> c.last_seq
    `,
  ),
  sqlCheck(
    'unread-is-exact',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id,
        'unread by the visitor: ' || c.agent_count - c.contact_read_agent_count || ' kept, ' || n.agents || ' counted; '
          || 'by agents: ' || c.visitor_count - c.agent_read_visitor_count || ' kept, ' || n.visitors || ' counted'
      FROM conversations c
      CROSS JOIN LATERAL (
        SELECT
          count(*) FILTER (WHERE m.author_kind = 'agent' AND m.seq > c.contact_read_seq) AS agents,
          count(*) FILTER (WHERE m.author_kind = 'visitor' AND m.seq > c.agent_read_seq) AS visitors
        FROM messages m
        WHERE m.company_id = c.company_id AND m.conversation_id = c.conversation_id
      ) n
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
        AND (c.agent_count - c.contact_read_agent_count <> n.agents
          OR c.visitor_count - c.agent_read_visitor_count <> n.visitors)
    `,
  ),
  sqlCheck(
    'unread-is-exact',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || r.conversation_id,
        'message ' || r.seq || ' counts ' || r.agent_count || ' of agents and ' || r.visitor_count
          || ' of the visitor up to it; there are ' || r.agents || ' and ' || r.visitors
      FROM (
        SELECT m.conversation_id, m.seq, m.agent_count, m.visitor_count,
          count(*) FILTER (WHERE m.author_kind = 'agent') OVER up_to AS agents,
          count(*) FILTER (WHERE m.author_kind = 'visitor') OVER up_to AS visitors
        FROM messages m
        WHERE m.company_id = ${companyId} AND ${holds(ofMessage)}
        WINDOW up_to AS (PARTITION BY m.conversation_id ORDER BY m.seq)
      ) r
      WHERE r.agent_count <> r.agents OR r.visitor_count <> r.visitors
    `,
  ),
  sqlCheck(
    'read-mark-forward',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id,
        'read up to ' || c.contact_read_seq || ' by the visitor and ' || c.agent_read_seq || ' by agents, of '
          || c.last_seq || '; the message last read is '
          || coalesce(m.seq::text, CASE WHEN c.last_read_message_id IS NULL THEN 'none' ELSE 'not there' END)
      FROM conversations c
      LEFT JOIN messages m ON m.company_id = c.company_id AND m.conversation_id = c.conversation_id
        AND m.message_id = c.last_read_message_id
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
        AND (c.contact_read_seq NOT BETWEEN 0 AND c.last_seq OR c.agent_read_seq NOT BETWEEN 0 AND c.last_seq
          OR coalesce(m.seq, 0) <> c.contact_read_seq)
    `,
  ),
  sqlCheck(
    'traceparent-everywhere',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || t.conversation_id, t.what || ' carries no traceparent'
      FROM (
        SELECT m.conversation_id, 'message ' || m.seq AS what, m.traceparent FROM messages m
        WHERE m.company_id = ${companyId} AND ${holds(ofMessage)}
        UNION ALL
        SELECT h.conversation_id, 'status change ' || h.n, h.traceparent FROM status_history h
        WHERE h.company_id = ${companyId} AND ${holds(sql.fragment`h.conversation_id`)}
        UNION ALL
        SELECT n.conversation_id, 'note ' || n.note_id, n.traceparent FROM notes n
        WHERE n.company_id = ${companyId} AND ${holds(sql.fragment`n.conversation_id`)}
        UNION ALL
        SELECT s.conversation_id, 'survey ' || s.cycle, s.traceparent FROM surveys s
        WHERE s.company_id = ${companyId} AND ${holds(sql.fragment`s.conversation_id`)}
      ) t
      WHERE t.traceparent IS NULL OR t.traceparent !~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'
    `,
  ),
];
