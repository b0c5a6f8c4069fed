import type { ApiCall } from '../core/events.ts';
import type { User } from '../core/model.ts';
import { readLocale } from './arguments.ts';
import { HiloError } from './hilo-error.ts';

/** A call of the page with its argument. Throws a `HiloError` where there is no such call, or it says too little. */
export function readCall(name: unknown, argument: unknown): ApiCall {
  switch (name) {
    case 'newChat':
    case 'logout':
    case 'shutdown':
      return { name };
    // `true` and `false` switch it on and off; with anything else it tells how things stand.
    case 'debug':
      return { name, on: typeof argument === 'boolean' ? argument : null };
    case 'identify':
      return { name, user: readUser(argument) };
    case 'update': {
      const { locale, consent } = Object(argument);
      return { name, locale: readLocale(locale), consent: consent === true };
    }
  }
  throw new HiloError(String(name), 'invalid_request', 'there is no such call');
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
