import { readBoot, readLocale, readUser } from './api/arguments.ts';
import { HiloError } from './api/hilo-error.ts';
import { createListeners } from './api/listeners.ts';
import type { ApiCall } from './core/events.ts';
import { createInstance, type Instance } from './main.ts';

/** A call of `Hilo(…)` and the promise it answers with. */
export type Queued = [args: unknown[], resolve: (value: unknown) => void, reject: (error: unknown) => void];

/** Takes over the calls that were queued before this module was here, and all that follow. */
export function attach(base: string, queue: Queued[]): void {
  const answer = createApi(base);
  const waiting = queue.splice(0);
  queue.push = (...entries) => {
    for (const [args, resolve, reject] of entries) answer(args).then(resolve, reject);
    return 0;
  };
  queue.push(...waiting);
}

function createApi(base: string): (args: unknown[]) => Promise<unknown> {
  const listeners = createListeners();
  let instance: Instance | null = null;

  async function boot(argument: unknown): Promise<unknown> {
    const options = readBoot(argument);
    const { user, widgetId } = options;
    if (instance && instance.widgetId !== widgetId) await instance.call({ name: 'shutdown' });
    if (instance) return user ? instance.call({ name: 'identify', user }) : instance.booted;
    instance = createInstance({
      ...options,
      base,
      tell: listeners.tell,
      ended() {
        instance = null;
        listeners.reset();
      },
    });
    return instance.booted;
  }

  return async ([name, first, second]) => {
    if (name === 'boot') return boot(first);
    if (name === 'on') return listeners.on(first, second);
    if (name === 'off') return listeners.off(first, second);
    if (name === 'shutdown' && !instance) return;
    if (!instance) throw new HiloError(String(name), 'not_booted', 'boot comes first');
    if (name === 'debug' && first === undefined) return instance.debug();
    return instance.call(readCall(name, first));
  };
}

function readCall(name: unknown, argument: unknown): ApiCall {
  switch (name) {
    case 'show':
    case 'hide':
    case 'open':
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
