import type { CommonQueryMethods } from 'slonik';
import { HiloError } from '../../hilo-error.ts';
import { findWidgetRow } from '../../sql/find-widget.ts';
import type { WidgetRow } from '../../sql/rows/widget-row.ts';
import type { VisitorCaller } from '../contract.ts';

/** The caller's widget as it is now. Throws `not_found`. */
export async function requireWidget(db: CommonQueryMethods, caller: VisitorCaller): Promise<WidgetRow> {
  const widget = await findWidgetRow(db, caller.widgetId);
  if (widget?.company_id !== caller.companyId) throw new HiloError('not_found');
  return widget;
}
