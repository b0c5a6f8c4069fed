/** Milliseconds that only go forward, from the start of the page. */
export function monotonicMs(): number {
  return performance.now();
}

const tickMs = 10_000;
const jumpMs = 8_000;

/**
 * Notices sleep: a tick that comes far too late, or a wall clock that ran while the monotonic one stood still (as on
 * macOS and Linux), until `signal` ends it.
 */
export function watchClock(onJump: () => void, signal: AbortSignal): void {
  let mono = performance.now();
  let wall = Date.now();
  const timer = setInterval(() => {
    const [monoNow, wallNow] = [performance.now(), Date.now()];
    const passed = Math.max(monoNow - mono, wallNow - wall);
    [mono, wall] = [monoNow, wallNow];
    // Hidden pages are ticked once a minute at worst; they are checked when they come back.
    if (passed > tickMs + jumpMs && document.visibilityState === 'visible') onJump();
  }, tickMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}
