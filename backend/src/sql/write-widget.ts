import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { WidgetRow } from './rows/widget-row.ts';

/** What a company sets of a widget. */
export type WidgetSettings = Omit<WidgetRow, 'company_id' | 'widget_id' | 'company_name' | 'policy'>;

export interface WidgetKey {
  companyId: string;
  widgetId: string;
}

/** False where the id is taken, by whichever company. */
export async function insertWidget(
  db: CommonQueryMethods,
  key: WidgetKey,
  settings: WidgetSettings,
): Promise<boolean> {
  const result = await db.query(sql.type(z.object({}))`
    INSERT INTO widgets (
      company_id, widget_id, allowed_origins, accent, greeting, prechat, survey, locale, position, sound, debug
    )
    VALUES (
      ${key.companyId}, ${key.widgetId}, ${sql.array(settings.allowed_origins, 'text')}, ${settings.accent},
      ${settings.greeting}, ${sql.jsonb(settings.prechat)}, ${settings.survey}, ${settings.locale},
      ${settings.position}, ${settings.sound}, ${settings.debug}
    )
    ON CONFLICT DO NOTHING
  `);
  return result.rowCount === 1;
}

/** Writes all of a widget's settings. */
export async function updateWidgetSettings(
  db: CommonQueryMethods,
  key: WidgetKey,
  settings: WidgetSettings,
): Promise<void> {
  await db.query(sql.type(z.object({}))`
    UPDATE widgets SET
      allowed_origins = ${sql.array(settings.allowed_origins, 'text')},
      accent = ${settings.accent},
      greeting = ${settings.greeting},
      prechat = ${sql.jsonb(settings.prechat)},
      survey = ${settings.survey},
      locale = ${settings.locale},
      position = ${settings.position},
      sound = ${settings.sound},
      debug = ${settings.debug}
    WHERE company_id = ${key.companyId} AND widget_id = ${key.widgetId}
  `);
}
