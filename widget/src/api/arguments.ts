import type { User } from '../core/model.ts';
import { HiloError } from './hilo-error.ts';

/** What a page may hand to `boot`; anything else in it is ignored. */
export interface BootOptions {
  widgetId: string;
  locale: 'en' | 'es' | null;
  /** False: nothing is stored in the browser until `Hilo('update', { consent: true })`. */
  consented: boolean;
  user: User | null;
}

export function readBoot(argument: unknown): BootOptions {
  const { widgetId, locale, consent, user } = Object(argument);
  if (typeof widgetId !== 'string' || !widgetId) {
    throw new HiloError('boot', 'invalid_request', 'it needs a widgetId');
  }
  const consented = consent !== 'required' && consent !== false;
  return { widgetId, locale: readLocale(locale), consented, user: user ? readUser(user) : null };
}

export function readLocale(locale: unknown): 'en' | 'es' | null {
  return (/^(en|es)/i.exec(String(locale))?.[0].toLowerCase() as 'en' | 'es' | undefined) ?? null;
}

/** A number is as good a user id as a text (E1). Without a proof anybody could be anybody (E6). */
export function readUser(argument: unknown): User {
  const { userId: id, userHash, jwt, ...about } = Object(argument);
  const userId = typeof id === 'number' || typeof id === 'string' ? String(id) : null;
  const traits: Record<string, string> = {};
  for (const name of ['name', 'email', 'phone']) {
    if (typeof about[name] === 'string' && about[name].trim()) traits[name] = about[name];
  }
  if (typeof jwt === 'string' && jwt) return { userId, proof: { kind: 'jwt', jwt }, traits };
  if (!userId || typeof userHash !== 'string') {
    throw new HiloError('identify', 'identity_unproven', 'it needs a userId with its userHash, or a jwt');
  }
  return { userId, proof: { kind: 'hmac', userId, userHash }, traits };
}
