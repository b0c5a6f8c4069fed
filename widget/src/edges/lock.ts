const patienceMs = 10_000;

/**
 * One lock for all tabs of this browser; answers with the function that lets it go. Without Web Locks (or after waiting
 * for a tab that may be frozen) it is taken anyway, a moment (by chance) later, so that another tab's write is seen first.
 */
export function acquireLock(name: string, fraction: () => number): Promise<() => void> {
  return new Promise((acquired) => {
    const anyway = () => setTimeout(() => acquired(() => {}), 60 + 60 * fraction());
    const signal = AbortSignal.timeout(patienceMs);
    navigator.locks
      ? navigator.locks.request(name, { signal }, () => new Promise<void>(acquired)).catch(anyway)
      : anyway();
  });
}
