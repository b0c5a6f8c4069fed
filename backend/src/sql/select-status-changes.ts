import { type CommonQueryMethods, sql } from 'slonik';
import { columns } from './rows/columns.ts';
import { type StatusChangeRow, statusChangeRow } from './rows/status-change-row.ts';

const row = columns(statusChangeRow, 'h');

/** These rows of conversations' histories. */
export async function selectStatusChanges(
  db: CommonQueryMethods,
  companyId: string,
  keys: readonly { conversationId: string; n: number }[],
): Promise<readonly StatusChangeRow[]> {
  if (keys.length === 0) return [];
  return db.any(sql.type(statusChangeRow)`
    SELECT ${row} FROM status_change_rows h
    WHERE h.company_id = ${companyId} AND (h.conversation_id, h.n) IN (
      SELECT * FROM unnest(
        ${sql.array(
          keys.map((key) => key.conversationId),
          'uuid',
        )},
        ${sql.array(
          keys.map((key) => key.n),
          'int4',
        )}
      )
    )
    ORDER BY h.conversation_id, h.n
  `);
}

/** A conversation's whole history. */
export function selectHistory(
  db: CommonQueryMethods,
  companyId: string,
  conversationId: string,
): Promise<readonly StatusChangeRow[]> {
  return db.any(sql.type(statusChangeRow)`
    SELECT ${row} FROM status_change_rows h
    WHERE h.company_id = ${companyId} AND h.conversation_id = ${conversationId}
    ORDER BY h.n
  `);
}
