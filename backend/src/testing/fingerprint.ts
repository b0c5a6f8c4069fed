import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

const table = z.object({ name: z.string() });
const print = z.object({ name: z.string(), rows: z.number(), digest: z.string().nullable() });

/**
 * Row count and digest of every table: two that are equal mean that nothing at all was changed in between. Without
 * what the log keeps of traces: that tells also of what changed nothing, and comes later.
 */
export async function fingerprint(pool: DatabasePool): Promise<Record<string, string>> {
  const tables = await pool.many(sql.type(table)`
    SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'trace_chunks'
    ORDER BY relname
  `);
  const parts = tables.map(({ name }) => {
    const from = sql.identifier([name]);
    return sql.fragment`
      SELECT ${name} AS name, count(*) AS rows, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest
      FROM ${from} t
    `;
  });
  const prints = await pool.many(sql.type(print)`${sql.join(parts, sql.fragment` UNION ALL `)}`);
  return Object.fromEntries(prints.map(({ name, rows, digest }) => [name, `${rows} ${digest ?? ''}`]));
}
