import { type CommonQueryMethods, sql } from 'slonik';
import { columns } from './rows/columns.ts';
import { type WidgetRow, widgetRow } from './rows/widget-row.ts';

const row = columns(widgetRow, 'w');

/** A widget by the id that a page knows. */
export async function findWidgetRow(
  db: CommonQueryMethods,
  widgetId: string,
): Promise<WidgetRow | undefined> {
  const found = await db.maybeOne(
    sql.type(widgetRow)`SELECT ${row} FROM widget_rows w WHERE w.widget_id = ${widgetId}`,
  );
  return found ?? undefined;
}

/** A company's widgets, oldest first. */
export function selectWidgets(db: CommonQueryMethods, companyId: string): Promise<readonly WidgetRow[]> {
  return db.any(
    sql.type(
      widgetRow,
    )`SELECT ${row} FROM widget_rows w WHERE w.company_id = ${companyId} ORDER BY w.widget_id`,
  );
}
