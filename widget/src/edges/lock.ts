const patienceMs = 10_000;
const settleMs = 60;

/**
 * One lock for all tabs of this browser. Without Web Locks (or after waiting for a tab that may be frozen) it is taken
 * anyway, a moment later, so that another tab's write is seen first.
 */
export function createLock(name: string) {
  let release: (() => void) | null = null;
  return {
    async acquire(): Promise<void> {
      const { locks } = navigator;
      if (!locks) return wait(settleMs * (1 + Math.random()));
      await new Promise<void>((acquired) => {
        const held = () =>
          new Promise<void>((done) => {
            release = done;
            acquired();
          });
        const impatient = new AbortController();
        const timer = setTimeout(() => impatient.abort(), patienceMs);
        locks
          .request(name, { signal: impatient.signal }, () => {
            clearTimeout(timer);
            return held();
          })
          .catch(() => acquired());
      });
    },
    release(): void {
      release?.();
      release = null;
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
