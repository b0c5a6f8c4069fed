import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { transact } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { presentWidgetConfig } from '../../presenters/present-widget-config.ts';
import { findCompany } from '../../sql/companies.ts';
import { findWidgetRow } from '../../sql/find-widget.ts';
import { insertWidget } from '../../sql/write-widget.ts';
import type { CommandContext } from '../contract.ts';
import {
  companyId,
  type WidgetSettingsInput,
  widgetDefaults,
  widgetId,
  widgetSettings,
} from './operator-input.ts';
import { parseInput, taken } from './parse-input.ts';
import { toSettings, withSaid } from './to-settings.ts';

const newWidget = widgetSettings.partial().extend({ companyId, widgetId });

/** Creates a widget, with defaults for what is not said. Throws `invalid_request`, `not_found`. */
export async function createWidget(
  context: CommandContext,
  input: { companyId: string; widgetId: string } & Partial<WidgetSettingsInput>,
): Promise<WidgetConfig> {
  const { companyId, widgetId, ...said } = parseInput(newWidget, input);
  const settings = toSettings(withSaid(widgetDefaults, said));
  return transact(context.pool, async (tx) => {
    if (!(await findCompany(tx, companyId))) throw new HiloError('not_found');
    if (!(await insertWidget(tx, { companyId, widgetId }, settings))) {
      throw taken('/widgetId', `the widget id ${widgetId}`);
    }
    const row = await findWidgetRow(tx, widgetId);
    if (!row) throw new Error(`widget ${widgetId} was written and is not there`);
    return presentWidgetConfig(row);
  });
}
