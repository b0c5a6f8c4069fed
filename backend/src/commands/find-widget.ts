import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { DatabasePool } from 'slonik';
import { presentWidgetConfig } from '../presenters/present-widget-config.ts';
import { findWidgetRow } from '../sql/find-widget.ts';

export interface FoundWidget {
  companyId: string;
  config: WidgetConfig;
  /** Exact origins, or `*`. */
  allowedOrigins: string[];
}

/** A widget by the id that a page knows. */
export async function findWidget(pool: DatabasePool, widgetId: string): Promise<FoundWidget | undefined> {
  const row = await findWidgetRow(pool, widgetId);
  if (!row) return undefined;
  return {
    companyId: row.company_id,
    config: presentWidgetConfig(row),
    allowedOrigins: row.allowed_origins,
  };
}
