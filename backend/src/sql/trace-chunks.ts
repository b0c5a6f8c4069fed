import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { TraceChunk } from '../trace/group-chunks.ts';
import { keptEntry } from './rows/kept-entry.ts';

/** Writes chunks (`keep_traces` in the migrations). Those of a contact that is gone are left out. */
export async function insertTraceChunks(
  db: CommonQueryMethods,
  chunks: readonly TraceChunk[],
): Promise<void> {
  // Not `sql.json`, which walks through every value first: they are ours, and many.
  const text = JSON.stringify(chunks.map(toRow));
  await db.oneFirst(sql.type(z.object({ lines: z.int() }))`
    SELECT keep_traces(${text}::json) AS lines
  `);
}

function toRow(chunk: TraceChunk) {
  return {
    company_id: chunk.companyId,
    trace_id: chunk.traceId,
    chunk_id: chunk.chunkId,
    contact_id: chunk.contactId,
    actor: chunk.actor,
    line_count: chunk.entries.length,
    lines: chunk.entries,
  };
}

const chunkRow = z.object({
  company_id: z.string(),
  trace_id: z.string(),
  line_count: z.int(),
  lines: z.array(keptEntry),
});
export type TraceChunkRow = z.infer<typeof chunkRow>;

export interface TraceSelection {
  companyId: string;
  traceId: string;
  /** Only what this contact did, or one that was merged into it. Null: all. */
  visitorContactId: string | null;
  /** The latest chunks that hold this many lines, and the one that fills it up. */
  linesMax: number;
}

/** The chunks of a trace, in the order in which they were made. */
export function selectTraceChunks(
  db: CommonQueryMethods,
  { companyId, traceId, visitorContactId, linesMax }: TraceSelection,
): Promise<readonly TraceChunkRow[]> {
  const whose =
    visitorContactId === null
      ? sql.fragment`true`
      : sql.fragment`t.actor = 'visitor' AND coalesce(k.merged_into, k.contact_id) = ${visitorContactId}`;
  return db.any(sql.type(chunkRow)`
    SELECT c.company_id, c.trace_id, c.line_count, c.lines
    FROM (
      SELECT t.company_id, t.trace_id, t.chunk_id, t.line_count, t.lines,
        sum(t.line_count) OVER (ORDER BY t.chunk_id DESC) - t.line_count AS later_lines
      FROM trace_chunks t
      JOIN contacts k ON k.company_id = t.company_id AND k.contact_id = t.contact_id
      WHERE t.company_id = ${companyId} AND t.trace_id = ${traceId} AND ${whose}
    ) c
    WHERE c.later_lines < ${linesMax}
    ORDER BY c.chunk_id
  `);
}

/** The chunks of everything a contact did, in the order in which they were made. */
export function selectTraceChunksOfContact(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<readonly TraceChunkRow[]> {
  return db.any(sql.type(chunkRow)`
    SELECT t.company_id, t.trace_id, t.line_count, t.lines
    FROM trace_chunks t
    JOIN contacts k ON k.company_id = t.company_id AND k.contact_id = t.contact_id
    WHERE t.company_id = ${companyId} AND ${contactId}::uuid IN (k.contact_id, k.merged_into)
    ORDER BY t.chunk_id
  `);
}

/** Companies in which a trace has lines. */
export async function selectCompaniesOfTrace(db: CommonQueryMethods, traceId: string): Promise<string[]> {
  const rows = await db.any(sql.type(z.object({ company_id: z.string() }))`
    SELECT o.company_id FROM companies o
    WHERE EXISTS (SELECT 1 FROM trace_chunks t WHERE t.company_id = o.company_id AND t.trace_id = ${traceId})
    ORDER BY o.company_id
  `);
  return rows.map((row) => row.company_id);
}

/** Deletes what a contact, and those merged into it, left in traces. Before the contacts themselves. */
export async function deleteTraceChunksOfContact(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<void> {
  await db.query(sql.type(z.object({}))`
    DELETE FROM trace_chunks t USING contacts k
    WHERE t.company_id = ${companyId} AND k.company_id = t.company_id AND k.contact_id = t.contact_id
      AND ${contactId}::uuid IN (k.contact_id, k.merged_into)
  `);
}

/** Deletes some of what is older than this; answers with how many rows those were. */
export function deleteOldTraceChunks(
  db: CommonQueryMethods,
  ageMs: number,
  rowsMax: number,
): Promise<number> {
  return db.oneFirst(sql.type(z.object({ deleted: z.int() }))`
    WITH old AS (
      SELECT t.company_id, t.trace_id, t.chunk_id FROM trace_chunks t
      WHERE t.written_at < now() - ${ageMs}::float8 * interval '1 millisecond'
      ORDER BY t.written_at
      LIMIT ${rowsMax}
      FOR UPDATE SKIP LOCKED
    ),
    gone AS (
      DELETE FROM trace_chunks t USING old o
      WHERE t.company_id = o.company_id AND t.trace_id = o.trace_id AND t.chunk_id = o.chunk_id
      RETURNING 1
    )
    SELECT count(*)::int AS deleted FROM gone
  `);
}
