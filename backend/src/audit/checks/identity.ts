import { sql } from 'slonik';
import type { Check } from '../check.ts';
import { column, sqlCheck } from '../sql-check.ts';

/** Who is who, and whose is what. */
export const identityChecks: readonly Check[] = [
  sqlCheck(
    'contact-changes-by-identity',
    'contacts',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || k.contact_id,
        CASE
          WHEN s.contact_id IS NULL THEN 'it was merged into ' || k.merged_into || ', which is not there'
          WHEN s.merged_into IS NOT NULL THEN 'it was merged into one that was itself merged into ' || s.merged_into
          WHEN k.user_id IS NOT NULL THEN 'it is verified, and was merged into ' || k.merged_into
          ELSE 'it was merged, and nothing records when'
        END
      FROM contacts k
      LEFT JOIN contacts s ON s.company_id = k.company_id AND s.contact_id = k.merged_into
      WHERE k.company_id = ${companyId} AND ${holds(column.contact)} AND k.merged_into IS NOT NULL
        AND (s.contact_id IS NULL OR s.merged_into IS NOT NULL OR k.user_id IS NOT NULL OR NOT EXISTS (
          SELECT 1 FROM contact_merges g
          WHERE g.company_id = k.company_id AND g.merged_contact_id = k.contact_id
        ))
    `,
  ),
  sqlCheck(
    'contact-changes-by-identity',
    'contacts',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || k.contact_id, count(*) || ' conversations were left with it when it was merged away'
      FROM contacts k
      JOIN conversations c ON c.company_id = k.company_id AND c.contact_id = k.contact_id
      WHERE k.company_id = ${companyId} AND ${holds(column.contact)} AND k.merged_into IS NOT NULL
      GROUP BY k.contact_id
    `,
  ),
  sqlCheck(
    'contact-changes-by-identity',
    'contacts',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || k.contact_id, 'another contact is the same user of the company: ' || o.contact_id
      FROM contacts k
      JOIN contacts o ON o.company_id = k.company_id AND o.user_id = k.user_id AND o.contact_id > k.contact_id
      WHERE k.company_id = ${companyId} AND ${holds(column.contact)} AND k.user_id IS NOT NULL
    `,
  ),
  sqlCheck(
    'company-never-changes',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || c.conversation_id,
        concat_ws(' and ',
          CASE WHEN k.contact_id IS NULL THEN 'its contact' END,
          CASE WHEN w.widget_id IS NULL THEN 'its widget' END,
          CASE WHEN c.assignee_agent_id IS NOT NULL AND a.agent_id IS NULL THEN 'its agent' END
        ) || ' is not of this company'
      FROM conversations c
      LEFT JOIN contacts k ON k.company_id = c.company_id AND k.contact_id = c.contact_id
      LEFT JOIN widgets w ON w.company_id = c.company_id AND w.widget_id = c.widget_id
      LEFT JOIN agents a ON a.company_id = c.company_id AND a.agent_id = c.assignee_agent_id
      WHERE c.company_id = ${companyId} AND ${holds(column.conversation)}
        AND (k.contact_id IS NULL OR w.widget_id IS NULL OR (c.assignee_agent_id IS NOT NULL AND a.agent_id IS NULL))
    `,
  ),
  sqlCheck(
    'company-never-changes',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || p.conversation_id,
        count(*) || ' ' || p.what || ' name it in this company, where it is not'
      FROM (${partsOfConversations(companyId, holds)}) p
      WHERE NOT EXISTS (
        SELECT 1 FROM conversations c WHERE c.company_id = ${companyId} AND c.conversation_id = p.conversation_id
      )
      GROUP BY p.conversation_id, p.what
    `,
  ),
  sqlCheck(
    'company-never-changes',
    'contacts',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'contact ' || p.contact_id, count(*) || ' ' || p.what || ' name it in this company, where it is not'
      FROM (${partsOfContacts(companyId, holds)}) p
      WHERE NOT EXISTS (
        SELECT 1 FROM contacts k WHERE k.company_id = ${companyId} AND k.contact_id = p.contact_id
      )
      GROUP BY p.contact_id, p.what
    `,
  ),
];

type Holds = Parameters<Check['find']>[1]['holds'];

function partsOfConversations(companyId: string, holds: Holds) {
  const tables = ['messages', 'sessions', 'starts', 'status_history', 'notes', 'surveys'];
  return sql.join(
    tables.map(
      (table) => sql.fragment`
        SELECT t.conversation_id, ${table} AS what FROM ${sql.identifier([table])} t
        WHERE t.company_id = ${companyId} AND ${holds(sql.fragment`t.conversation_id`)}
      `,
    ),
    sql.fragment` UNION ALL `,
  );
}

function partsOfContacts(companyId: string, holds: Holds) {
  const tables = ['visitor_tokens', 'devices', 'starts', 'contact_merges', 'trace_chunks'];
  return sql.join(
    tables.map(
      (table) => sql.fragment`
        SELECT t.contact_id, ${table} AS what FROM ${sql.identifier([table])} t
        WHERE t.company_id = ${companyId} AND ${holds(sql.fragment`t.contact_id`)}
      `,
    ),
    sql.fragment` UNION ALL `,
  );
}
