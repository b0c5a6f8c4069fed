import { type InboxFilter, inboxCounts } from '@hilo/shared/protocol/inbox-shapes.ts';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import { conversationRow } from './rows/conversation-row.ts';

/** Conversations that one search looks through, the first in order: a bound on its cost. */
const searchRowsMax = 20_000;
/** Counts stop here: nobody reads further, and counting costs. */
const countMax = 1_000;

const row = z.object({
  conversations: z.array(conversationRow),
  counts: inboxCounts,
  /** Everything before this transaction is in. */
  cursor: z.string(),
});
export type InboxRow = z.infer<typeof row>;

export interface InboxQuery {
  companyId: string;
  agentId: string;
  filter: InboxFilter;
  /** The last conversation of the page before. */
  after: string | null;
  search: string | null;
  rowsMax: number;
}

interface List {
  where: FragmentSqlToken;
  /** Sort keys, most significant first; `c` is the conversation. */
  key: FragmentSqlToken;
  keyAfter: FragmentSqlToken;
  order: FragmentSqlToken;
  isAfter: FragmentSqlToken;
}

/** A page of what agents see, with counts and cursor, in one statement, so under one snapshot. */
export function selectInbox(db: CommonQueryMethods, query: InboxQuery): Promise<InboxRow> {
  const { companyId, agentId } = query;
  const list = query.filter === 'waiting' ? longestWaitingFirst : latestFirst(query);
  return db.one(sql.type(row)`
    WITH listed AS MATERIALIZED (
      SELECT c.conversation_id, row_number() OVER (ORDER BY ${list.order}) AS place
      FROM (
        SELECT c.* FROM conversations c
        WHERE c.company_id = ${companyId} AND c.last_seq > 0 AND ${list.where}
          AND (
            ${query.after}::uuid IS NULL
            OR ${list.key} ${list.isAfter} (
              SELECT ${list.keyAfter} FROM conversations a
              WHERE a.company_id = ${companyId} AND a.conversation_id = ${query.after}
            )
          )
        ORDER BY ${list.order}
        LIMIT ${query.search === null ? query.rowsMax + 1 : searchRowsMax}
      ) c
      WHERE ${matches(query.search)}
      ORDER BY ${list.order}
      LIMIT ${query.rowsMax + 1}
    )
    SELECT
      (
        SELECT coalesce(json_agg(r ORDER BY l.place), '[]') FROM listed l
        JOIN conversation_rows r ON r.company_id = ${companyId} AND r.conversation_id = l.conversation_id
      ) AS conversations,
      ${counts(companyId, agentId)} AS counts,
      pg_snapshot_xmin(pg_current_snapshot())::text AS cursor
  `);
}

/** How many there are of each, for one agent. */
export function counts(companyId: string, agentId: string): FragmentSqlToken {
  const count = (where: FragmentSqlToken) => sql.fragment`(
    SELECT count(*) FROM (
      SELECT 1 FROM conversations c
      WHERE c.company_id = ${companyId} AND c.last_seq > 0 AND ${where} LIMIT ${countMax}
    ) x
  )`;
  return sql.fragment`json_build_object(
    'waiting', ${count(sql.fragment`c.status = 'waiting'`)},
    'active', ${count(sql.fragment`c.status = 'active'`)},
    'solved', ${count(sql.fragment`c.status = 'solved'`)},
    'mine', ${count(isMine(agentId))}
  )`;
}

function isMine(agentId: string): FragmentSqlToken {
  return sql.fragment`c.status IN ('waiting', 'active') AND c.assignee_agent_id = ${agentId}`;
}

const longestWaitingFirst: List = {
  where: sql.fragment`c.status = 'waiting'`,
  key: sql.fragment`(c.waiting_since, c.conversation_id)`,
  keyAfter: sql.fragment`coalesce(a.waiting_since, a.last_activity_at), a.conversation_id`,
  order: sql.fragment`c.waiting_since, c.conversation_id`,
  isAfter: sql.fragment`>`,
};

function latestFirst({ filter, agentId }: InboxQuery): List {
  const where = {
    waiting: sql.fragment`c.status = 'waiting'`,
    active: sql.fragment`c.status = 'active'`,
    solved: sql.fragment`c.status = 'solved'`,
    mine: isMine(agentId),
    all: sql.fragment`true`,
  }[filter];
  return {
    where,
    key: sql.fragment`(c.last_activity_at, c.conversation_id)`,
    keyAfter: sql.fragment`a.last_activity_at, a.conversation_id`,
    order: sql.fragment`c.last_activity_at DESC, c.conversation_id DESC`,
    isAfter: sql.fragment`<`,
  };
}

function matches(search: string | null): FragmentSqlToken {
  if (search === null) return sql.fragment`true`;
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql.fragment`(
    c.last_message_preview ILIKE ${pattern}
    OR EXISTS (
      SELECT 1 FROM contacts k
      WHERE k.company_id = c.company_id AND k.contact_id = c.contact_id
        AND (k.name ILIKE ${pattern} OR k.email ILIKE ${pattern})
    )
  )`;
}
