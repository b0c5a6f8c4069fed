import type { PublicEvent } from '../core/effects.ts';
import { HiloError } from './hilo-error.ts';

type Listener = (value: unknown) => void;

/** `Hilo('on', …)`: who comes late hears what already holds, so no order of calls loses anything. */
export function createListeners() {
  const names = ['ready', 'unread', 'state', 'message', 'identity'];
  const all = new Map<unknown, Set<Listener>>(names.map((name) => [name, new Set()]));
  const latest = new Map<unknown, unknown>();

  return {
    /** @throws HiloError where there is no such event, or nothing to call. */
    on(name: unknown, listener: unknown): void {
      const set = all.get(name);
      if (!set || typeof listener !== 'function') {
        throw new HiloError('listen', 'invalid_request', 'it needs the name of an event, and a function');
      }
      set.add(listener as Listener);
      if (latest.has(name)) call(listener as Listener, latest.get(name));
    },
    /** Without a listener all of that name end. */
    off(name: unknown, listener: unknown): void {
      if (listener) all.get(name)?.delete(listener as Listener);
      else all.get(name)?.clear();
    },
    tell({ name, value }: PublicEvent): void {
      if (name !== 'message') latest.set(name, value);
      for (const listener of all.get(name) ?? []) call(listener, value);
    },
    reset: () => latest.clear(),
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
