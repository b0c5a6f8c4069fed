import { HiloError } from './hilo-error.ts';

/** What a page may hand to `boot`; anything else in it is ignored. */
export interface BootOptions {
  widgetId: string;
  locale: 'en' | 'es' | null;
  /** False: nothing is stored in the browser until `Hilo('update', { consent: true })`. */
  consented: boolean;
  /** Who the visitor is, as the page says it; nobody has read it yet. */
  user: unknown;
}

export function readBoot(argument: unknown): BootOptions {
  const { widgetId, locale, consent, user } = Object(argument);
  if (typeof widgetId !== 'string' || !widgetId) {
    throw new HiloError('boot', 'invalid_request', 'it needs a widgetId');
  }
  const consented = consent !== 'required' && consent !== false;
  return { widgetId, locale: readLocale(locale), consented, user };
}

export function readLocale(locale: unknown): 'en' | 'es' | null {
  return (/^(en|es)/i.exec(String(locale))?.[0].toLowerCase() as 'en' | 'es' | undefined) ?? null;
}
