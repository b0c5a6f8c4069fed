import { replace } from './replace.ts';
import type { ReplayTimers } from './timers.ts';

export interface ReplayLocks {
  /** Gives the lock to who has waited for it longest; false where nobody waits. */
  grant(): boolean;
  /** The page has no locks, or the wait was too long; false where nobody waits. */
  refuse(): boolean;
}

interface Waiting {
  grant(): void;
  refuse(error: Error): void;
}

/** Replaces the Web Locks by ones that are granted when the recording says so. */
export function replaceLocks(timers: ReplayTimers): ReplayLocks {
  const waiting: Waiting[] = [];
  const request = (name: string, ...rest: unknown[]) => {
    const held = rest.at(-1) as (lock: { name: string }) => unknown;
    return new Promise((resolve, reject) => {
      const grant = () => void Promise.resolve(held({ name })).then(resolve, reject);
      waiting.push({ grant, refuse: reject });
    });
  };
  replace(navigator, 'locks', { request });
  return {
    grant() {
      const next = waiting.shift();
      next?.grant();
      // Without a lock it is taken anyway, a moment later.
      return next !== undefined || timers.ringWithin(60, 120);
    },
    refuse() {
      const next = waiting.shift();
      next?.refuse(new DOMException('Aborted', 'AbortError'));
      return next !== undefined;
    },
  };
}
