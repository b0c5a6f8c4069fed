import { readBoot, readLocale, readUser } from './api/arguments.ts';
import { HiloError } from './api/hilo-error.ts';
import { createListeners } from './api/listeners.ts';
import { createInstance, type Instance } from './main.ts';

/** A call of `Hilo(…)` and the promise it answers with. */
export type Queued = [args: unknown[], resolve: (value: unknown) => void, reject: (error: unknown) => void];

/** Takes over the calls that were queued before this module was here, and all that follow. */
export function attach(base: string, queue: Queued[]): void {
  const answer = createApi(base);
  const handle = ([args, resolve, reject]: Queued) => {
    try {
      answer(args).then(resolve, reject);
    } catch (error) {
      reject(error);
    }
  };
  const waiting = queue.splice(0);
  queue.push = (...entries) => {
    for (const entry of entries) handle(entry);
    return 0;
  };
  for (const entry of waiting) handle(entry);
}

function createApi(base: string): (args: unknown[]) => Promise<unknown> {
  const listeners = createListeners();
  let instance: Instance | null = null;

  async function boot(argument: unknown): Promise<unknown> {
    const options = readBoot(argument);
    if (instance && instance.widgetId !== options.widgetId) await instance.call({ name: 'shutdown' });
    if (instance) {
      return options.user ? instance.call({ name: 'identify', user: options.user }) : instance.booted;
    }
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
    switch (name) {
      case 'boot':
        return boot(first);
      case 'on':
        if (listeners.on(first, second)) return;
        throw new HiloError(
          'listen',
          'invalid_request',
          `there is no event “${String(first)}”, or no function for it`,
        );
      case 'off':
        return listeners.off(first, second);
      case 'shutdown':
        return instance?.call({ name });
    }
    if (!instance) throw new HiloError(String(name), 'not_booted', 'boot comes first');
    switch (name) {
      case 'show':
      case 'hide':
      case 'open':
      case 'newChat':
      case 'logout':
      case 'debug':
        return instance.call({ name });
      case 'identify':
        return instance.call({ name, user: readUser(first) });
      case 'update': {
        const { locale, consent } = (first ?? {}) as { locale?: unknown; consent?: unknown };
        return instance.call({ name, locale: readLocale(locale), consent: consent === true });
      }
    }
    throw new HiloError(String(name), 'invalid_request', 'there is no such call');
  };
}
