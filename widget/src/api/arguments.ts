import type { User } from '../core/model.ts';
import { HiloError } from './hilo-error.ts';

/** What a page may hand to `boot` and `update`; anything else in it is ignored. */
export interface BootOptions {
  widgetId: string;
  locale: 'en' | 'es' | null;
  /** False: nothing is stored in the browser until `Hilo('update', { consent: true })`. */
  consented: boolean;
  user: User | null;
}

type Loose = Record<string, unknown>;

function loose(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? (value as Loose) : {};
}

export function readBoot(argument: unknown): BootOptions {
  const { widgetId, locale, consent, user } = loose(argument);
  if (typeof widgetId !== 'string' || !widgetId) {
    throw new HiloError('boot', 'invalid_request', 'it needs a widgetId');
  }
  const consented = consent !== 'required' && consent !== false;
  return { widgetId, locale: readLocale(locale), consented, user: user ? readUser(user) : null };
}

export function readLocale(locale: unknown): 'en' | 'es' | null {
  const language = typeof locale === 'string' ? locale.slice(0, 2).toLowerCase() : '';
  return language === 'en' || language === 'es' ? language : null;
}

/** A number is as good a user id as a text (E1). Without a proof anybody could be anybody (E6). */
export function readUser(argument: unknown): User {
  const { userId: id, userHash, jwt, name, email, phone } = loose(argument);
  const userId = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
  const traits = Object.fromEntries(
    Object.entries({ name, email, phone }).filter(([, text]) => typeof text === 'string' && text.trim()),
  );
  if (typeof jwt === 'string' && jwt) {
    return { userId: userId || subjectOf(jwt), proof: { kind: 'jwt', jwt }, traits };
  }
  if (!userId || typeof userHash !== 'string') {
    throw new HiloError('identify', 'identity_unproven', 'it needs a userId with its userHash, or a jwt');
  }
  return { userId, proof: { kind: 'hmac', userId, userHash }, traits };
}

/** Whom a JWT speaks of, unproven: only to know whether that is who we are already. */
function subjectOf(jwt: string): string | null {
  try {
    const [, payload = ''] = jwt.split('.');
    const { sub } = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    return typeof sub === 'string' ? sub : null;
  } catch {
    return null;
  }
}
