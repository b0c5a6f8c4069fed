/** Milliseconds that only go forward, from the start of the page. */
export function monotonicMs(): number {
  return performance.now();
}

const tickMs = 10_000;
const jumpMs = 8_000;

/**
 * Notices sleep by the wall clock, which runs meanwhile (the monotonic one stands still on macOS and Linux): a tick that
 * comes far too late, until `signal` ends it.
 */
export function watchClock(onJump: () => void, signal: AbortSignal): void {
  let last = Date.now();
  const timer = setInterval(() => {
    const passed = Date.now() - last;
    last += passed;
    if (passed > tickMs + jumpMs) onJump();
  }, tickMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}
