import { widgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { z } from 'zod';

/** What operators type: the same bounds as the database's, in words. */

export const companyId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,39}$/,
    'must be 1 to 40 of a–z, 0–9, _ and -, beginning with a letter or digit',
  );

export const newCompany = z.strictObject({
  companyId,
  name: z.string().trim().min(1, 'is blank').max(120),
  policy: widgetConfig.shape.policy.default('single'),
  /** Open conversations without activity for so long are solved; null: never. */
  solveAfterMs: z.int().positive().nullable().default(null),
});
export type NewCompanyInput = z.input<typeof newCompany>;

const origin = z
  .string()
  .refine((text) => text === '*' || isOrigin(text), 'must be an origin such as https://shop.example, or *');

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

const { accent, prechat, survey, locale, position, sound, debug } = widgetConfig.shape;

export const widgetSettings = z.strictObject({
  allowedOrigins: z.array(origin).max(100),
  accent,
  greeting: z.string().trim().min(1, 'is blank').max(300),
  prechat: prechat.max(3),
  survey,
  locale,
  position,
  sound,
  debug,
});
export type WidgetSettingsInput = z.infer<typeof widgetSettings>;

export const widgetId = z
  .string()
  .regex(/^wgt_[a-z0-9_]{1,40}$/, 'must be wgt_ and 1 to 40 of a–z, 0–9 and _');

export const widgetDefaults: WidgetSettingsInput = {
  allowedOrigins: [],
  accent: '#2f5d50',
  greeting: 'Hello! How can we help?',
  prechat: [],
  survey: true,
  locale: 'auto',
  position: 'right',
  sound: true,
  debug: 'on_demand',
};

export const newAgent = z.strictObject({
  companyId,
  name: z.string().trim().min(1, 'is blank').max(120),
  email: z.email('is not an e-mail address').max(254).toLowerCase(),
  password: z.string().min(10, 'must have 10 characters or more').max(200),
});
export type NewAgentInput = z.input<typeof newAgent>;
