import { readableOn } from '@hilo/shared/design/contrast.ts';
import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { WidgetRow } from '../sql/rows/widget-row.ts';

export function presentWidgetConfig(row: WidgetRow): WidgetConfig {
  return {
    widgetId: row.widget_id,
    companyId: row.company_id,
    companyName: row.company_name,
    policy: row.policy,
    accent: row.accent,
    onAccent: readableOn(row.accent),
    greeting: row.greeting,
    prechat: row.prechat,
    survey: row.survey,
    locale: row.locale,
    position: row.position,
    sound: row.sound,
    debug: row.debug,
  };
}
