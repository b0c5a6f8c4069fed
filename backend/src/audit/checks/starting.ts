import { sql } from 'slonik';
import type { Check } from '../check.ts';
import { column, sqlCheck } from '../sql-check.ts';

const ofStart = sql.fragment`s.conversation_id`;

/** R2.A, R2.B: how many conversations there are, and why. */
export const startingChecks: readonly Check[] = [
  sqlCheck(
    'one-open-conversation',
    'contacts',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || o.contact_id,
        o.open || ' open conversations: ' || array_to_string(o.ids, ', ')
      FROM (
        SELECT coalesce(k.merged_into, k.contact_id) AS contact_id, count(*) AS open,
          count(DISTINCT c.open_slot) AS slots, array_agg(c.conversation_id ORDER BY c.conversation_id) AS ids
        FROM conversations c
        JOIN contacts k ON k.company_id = c.company_id AND k.contact_id = c.contact_id
        WHERE c.company_id = ${companyId} AND c.status IN ('waiting', 'active')
          AND ${holds(sql.fragment`coalesce(k.merged_into, k.contact_id)`)}
        GROUP BY coalesce(k.merged_into, k.contact_id)
      ) o
      JOIN companies p ON p.company_id = ${companyId}
      WHERE o.open > CASE p.policy WHEN 'single' THEN 1 ELSE o.slots END
    `,
  ),
  sqlCheck(
    'start-is-idempotent',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || s.contact_id,
        'start ' || s.client_start_id || ' led to ' || count(DISTINCT all_of.conversation_id) || ' conversations'
      FROM starts s
      JOIN starts all_of ON all_of.company_id = s.company_id AND all_of.contact_id = s.contact_id
        AND all_of.client_start_id = s.client_start_id
      WHERE s.company_id = ${companyId} AND ${holds(ofStart)}
      GROUP BY s.contact_id, s.client_start_id
      HAVING count(DISTINCT all_of.conversation_id) > 1
    `,
  ),
  sqlCheck(
    'one-intention-one-conversation',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id, 'it was created by ' || count(s.client_start_id) || ' starts'
      FROM conversations c
      LEFT JOIN starts s ON s.company_id = c.company_id AND s.conversation_id = c.conversation_id AND s.created
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
      GROUP BY c.company_id, c.conversation_id
      HAVING count(s.client_start_id) <> 1
    `,
  ),
  sqlCheck(
    'start-names-conversation',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || s.contact_id,
        'start ' || s.client_start_id || ' names conversation ' || s.conversation_id || ', which is '
          || CASE WHEN c.conversation_id IS NULL THEN 'not there' ELSE 'of contact ' || c.contact_id END
      FROM starts s
      LEFT JOIN conversations c ON c.company_id = s.company_id AND c.conversation_id = s.conversation_id
      WHERE s.company_id = ${companyId} AND ${holds(ofStart)} AND c.contact_id IS DISTINCT FROM s.contact_id
    `,
  ),
];
