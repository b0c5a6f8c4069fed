import { sql } from 'slonik';
import type { Check } from '../check.ts';
import { column, sqlCheck } from '../sql-check.ts';

/** The legal steps of a status, as `status_history_legal` in the migrations has them, whatever caused them. */
const legal = sql.fragment`
  ('', 'waiting'), ('waiting', 'active'), ('waiting', 'solved'), ('waiting', 'archived'), ('active', 'solved'),
  ('active', 'archived'), ('solved', 'waiting'), ('solved', 'active'), ('solved', 'archived')
`;

/** What a conversation went through, and what hangs on it. */
export const lifecycleChecks: readonly Check[] = [
  sqlCheck(
    'server-status-legal',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || s.conversation_id,
        'step ' || s.n || ' goes from ' || coalesce(s.from_status, 'nothing') || ' to ' || s.to_status || ' after '
          || coalesce(s.before, 'nothing')
      FROM (
        SELECT h.conversation_id, h.n, h.from_status, h.to_status,
          lag(h.to_status) OVER steps AS before, row_number() OVER steps AS place
        FROM status_history h
        WHERE h.company_id = ${companyId} AND ${holds(sql.fragment`h.conversation_id`)}
        WINDOW steps AS (PARTITION BY h.conversation_id ORDER BY h.n)
      ) s
      WHERE (coalesce(s.from_status, ''), s.to_status) NOT IN (${legal})
        OR s.from_status IS DISTINCT FROM s.before OR s.n <> s.place
    `,
  ),
  sqlCheck(
    'server-status-legal',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id,
        'it is ' || c.status || ' after ' || c.history_count || ' steps; its history ends with '
          || coalesce(h.to_status, 'nothing') || ' after ' || coalesce(h.n, 0)
      FROM conversations c
      LEFT JOIN LATERAL (
        SELECT h.to_status, h.n FROM status_history h
        WHERE h.company_id = c.company_id AND h.conversation_id = c.conversation_id
        ORDER BY h.n DESC LIMIT 1
      ) h ON true
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
        AND (h.to_status IS DISTINCT FROM c.status OR h.n IS DISTINCT FROM c.history_count)
    `,
  ),
  sqlCheck(
    'nothing-stuck',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id, 'it waits for an agent, and no inbox says since when'
      FROM conversations c
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
        AND c.status = 'waiting' AND c.last_seq > 0 AND c.waiting_since IS NULL
    `,
  ),
  sqlCheck(
    'survey-own-conversation',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || s.conversation_id,
        'a survey of cycle ' || s.cycle || ' was answered; it was solved ' || coalesce(c.survey_cycle, 0) || ' times'
      FROM surveys s
      LEFT JOIN conversations c ON c.company_id = s.company_id AND c.conversation_id = s.conversation_id
      WHERE s.company_id = ${companyId} AND ${holds(sql.fragment`s.conversation_id`)}
        AND s.cycle NOT BETWEEN 1 AND coalesce(c.survey_cycle, 0)
    `,
  ),
  sqlCheck(
    'survey-changes-nothing',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id,
        'it counts ' || c.survey_cycle || ' solves; its history has ' || count(h.n)
      FROM conversations c
      LEFT JOIN status_history h ON h.company_id = c.company_id AND h.conversation_id = c.conversation_id
        AND h.to_status = 'solved'
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
      GROUP BY c.company_id, c.conversation_id, c.survey_cycle
      HAVING count(h.n) <> c.survey_cycle
    `,
  ),
  sqlCheck(
    'version-never-back',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id,
        'the contact is at version ' || k.version || ', this conversation at ' || c.version || ', its messages at '
          || coalesce(max(m.version), 0)
      FROM conversations c
      JOIN contacts k ON k.company_id = c.company_id AND k.contact_id = c.contact_id
      LEFT JOIN messages m ON m.company_id = c.company_id AND m.conversation_id = c.conversation_id
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
      GROUP BY c.company_id, c.conversation_id, c.version, k.version
      HAVING c.version > k.version OR coalesce(max(m.version), 0) > c.version
    `,
  ),
  sqlCheck(
    'version-never-back',
    'contacts',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || k.contact_id, 'it is at version ' || k.version || ', its own row at ' || k.row_version
      FROM contacts k
      WHERE k.company_id = ${companyId} AND ${holds(column.contact)} AND k.row_version > k.version
    `,
  ),
];
