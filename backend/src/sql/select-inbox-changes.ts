import { inboxCounts } from '@hilo/shared/protocol/inbox-shapes.ts';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import { conversationRow } from './rows/conversation-row.ts';
import { counts } from './select-inbox.ts';

const row = z.object({
  /** The cursor lies in the future: it is another database's. */
  is_ahead: z.boolean(),
  conversations: z.array(conversationRow),
  removed: z.array(z.string()),
  more: z.boolean(),
  cursor: z.string(),
  counts: inboxCounts,
});
export type InboxChangesRow = z.infer<typeof row>;

/**
 * What agents see that changed since a cursor, in one statement. The cursor is a transaction id: every transaction
 * below it has ended. Rows of transactions that have ended (below the oldest one running, `xmin`) come in pages; the
 * last page brings those above it too, and its cursor stays at `xmin`: one that commits late is found by the next call,
 * at the price of some rows told twice.
 */
export function selectInboxChanges(
  db: CommonQueryMethods,
  query: { companyId: string; agentId: string; cursor: string; rowsMax: number },
): Promise<InboxChangesRow> {
  const { companyId, agentId, cursor, rowsMax } = query;
  return db.one(sql.type(row)`
    WITH snap AS MATERIALIZED (
      SELECT pg_snapshot_xmin(s) AS xmin, pg_snapshot_xmax(s) AS xmax FROM pg_current_snapshot() s
    ),
    changed AS (
      SELECT c.conversation_id, c.changed_xid, false AS is_removed FROM conversations c
      WHERE c.company_id = ${companyId} AND c.last_seq > 0 AND c.changed_xid >= ${cursor}::xid8
      UNION ALL
      SELECT r.conversation_id, r.changed_xid, true FROM inbox_removals r
      WHERE r.company_id = ${companyId} AND r.changed_xid >= ${cursor}::xid8
    ),
    settled AS MATERIALIZED (
      SELECT x.* FROM changed x, snap WHERE x.changed_xid < snap.xmin
      ORDER BY x.changed_xid
      FETCH FIRST (${rowsMax}) ROWS WITH TIES
    ),
    page AS MATERIALIZED (
      SELECT (SELECT count(*) FROM settled) >= ${rowsMax} AS is_full,
        (SELECT s.changed_xid FROM settled s ORDER BY s.changed_xid DESC LIMIT 1) AS last_xid
    ),
    told AS MATERIALIZED (
      SELECT s.conversation_id, s.changed_xid, s.is_removed FROM settled s
      UNION ALL
      SELECT x.conversation_id, x.changed_xid, x.is_removed FROM changed x, snap, page
      WHERE NOT page.is_full AND x.changed_xid >= snap.xmin AND x.changed_xid < snap.xmax
    )
    SELECT
      ${cursor}::xid8 > snap.xmax AS is_ahead,
      (
        SELECT coalesce(json_agg(r ORDER BY t.changed_xid), '[]') FROM told t
        JOIN conversation_rows r ON r.company_id = ${companyId} AND r.conversation_id = t.conversation_id
        WHERE NOT t.is_removed
      ) AS conversations,
      ARRAY(SELECT t.conversation_id FROM told t WHERE t.is_removed ORDER BY t.changed_xid) AS removed,
      page.is_full AS more,
      CASE WHEN page.is_full THEN (page.last_xid::text::numeric + 1)::text ELSE snap.xmin::text END AS cursor,
      ${counts(companyId, agentId)} AS counts
    FROM snap, page
  `);
}
