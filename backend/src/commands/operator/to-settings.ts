import type { WidgetRow } from '../../sql/rows/widget-row.ts';
import type { WidgetSettings } from '../../sql/write-widget.ts';
import type { WidgetSettingsInput } from './operator-input.ts';

/** Settings as they are stored. */
export function toSettings({ allowedOrigins, ...rest }: WidgetSettingsInput): WidgetSettings {
  return { ...rest, allowed_origins: allowedOrigins };
}

/** Settings as operators speak of them. */
export function fromRow(row: WidgetRow): WidgetSettingsInput {
  const { accent, greeting, prechat, survey, locale, position, sound, debug } = row;
  return {
    allowedOrigins: row.allowed_origins,
    accent,
    greeting,
    prechat,
    survey,
    locale,
    position,
    sound,
    debug,
  };
}

/** Settings with what was said of them; `undefined` says nothing. */
export function withSaid(
  settings: WidgetSettingsInput,
  said: Partial<WidgetSettingsInput>,
): WidgetSettingsInput {
  const defined = Object.entries(said).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(defined) };
}
