import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { transact } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { presentWidgetConfig } from '../../presenters/present-widget-config.ts';
import { findWidgetRow } from '../../sql/find-widget.ts';
import { updateWidgetSettings } from '../../sql/write-widget.ts';
import type { CommandContext } from '../contract.ts';
import { type WidgetSettingsInput, widgetId, widgetSettings } from './operator-input.ts';
import { parseInput } from './parse-input.ts';
import { fromRow, toSettings, withSaid } from './to-settings.ts';

const widgetUpdate = widgetSettings.partial().extend({ widgetId });

/** Changes what is said of a widget, and leaves the rest. Throws `invalid_request`, `not_found`. */
export async function updateWidget(
  context: CommandContext,
  input: { widgetId: string } & Partial<WidgetSettingsInput>,
): Promise<WidgetConfig> {
  const { widgetId, ...said } = parseInput(widgetUpdate, input);
  return transact(context.pool, async (tx) => {
    const row = await findWidgetRow(tx, widgetId);
    if (!row) throw new HiloError('not_found');
    const settings = toSettings(withSaid(fromRow(row), said));
    await updateWidgetSettings(tx, { companyId: row.company_id, widgetId }, settings);
    return presentWidgetConfig({ ...row, ...settings });
  });
}
