import type { PublicEvent } from '../core/effects.ts';

type Listener = (value: unknown) => void;
const names = ['ready', 'unread', 'state', 'message', 'identity'] as const;

/** `Hilo('on', …)`: who comes late hears what already holds, so no order of calls loses anything. */
export function createListeners() {
  const listeners = new Map<string, Set<Listener>>();
  const latest = new Map<string, unknown>();

  return {
    on(name: unknown, listener: unknown): boolean {
      if (!names.includes(name as never) || typeof listener !== 'function') return false;
      const set = listeners.get(name as string) ?? new Set();
      listeners.set(name as string, set.add(listener as Listener));
      if (latest.has(name as string)) call(listener as Listener, latest.get(name as string));
      return true;
    },
    /** Without a listener all of that name end. */
    off(name: unknown, listener: unknown): void {
      if (listener === undefined) listeners.delete(name as string);
      else listeners.get(name as string)?.delete(listener as Listener);
    },
    tell({ name, value }: PublicEvent): void {
      if (name !== 'message') latest.set(name, value);
      for (const listener of listeners.get(name) ?? []) call(listener, value);
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
