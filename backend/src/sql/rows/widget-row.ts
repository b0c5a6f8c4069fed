import { prechatField, widgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { z } from 'zod';

const shape = widgetConfig.shape;

/** A row of the view `widget_rows`. */
export const widgetRow = z.object({
  company_id: z.string(),
  widget_id: z.string(),
  company_name: z.string(),
  policy: shape.policy,
  allowed_origins: z.array(z.string()),
  accent: shape.accent,
  greeting: shape.greeting,
  prechat: z.array(prechatField),
  survey: z.boolean(),
  locale: shape.locale,
  position: shape.position,
  sound: shape.sound,
  debug: shape.debug,
});
export type WidgetRow = z.infer<typeof widgetRow>;
