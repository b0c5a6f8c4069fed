import type { PublicEvent } from '../core/effects.ts';
import { HiloError } from './hilo-error.ts';

type Listener = (value: unknown) => void;

/** What `Hilo('on', …)` and `Hilo('off', …)` do. */
export function createListeners() {
  const names = ['ready', 'unread', 'state', 'message', 'identity'];
  const all = new Map<unknown, Set<Listener>>(names.map((name) => [name, new Set()]));

  return {
    /**
     * `known`: what already holds, if anything does; who comes late hears it, so no order of calls loses anything.
     *
     * @throws HiloError where there is no such event, or nothing to call.
     */
    on(name: unknown, listener: unknown, known: readonly unknown[]): void {
      const set = all.get(name);
      if (!set || typeof listener !== 'function') {
        throw new HiloError('listen', 'invalid_request', 'it needs the name of an event, and a function');
      }
      set.add(listener as Listener);
      for (const value of known) call(listener as Listener, value);
    },
    /** Without a listener all of that name end. */
    off(name: unknown, listener: unknown): void {
      if (listener) all.get(name)?.delete(listener as Listener);
      else all.get(name)?.clear();
    },
    tell({ name, value }: PublicEvent): void {
      for (const listener of all.get(name) ?? []) call(listener, value);
    },
  };
}

/** The page's own failure is reported as the page's own, and does not stop ours. */
function call(listener: Listener, value: unknown): void {
  try {
    listener(value);
  } catch (error) {
    reportError(error);
  }
}
