import type { Attention } from '../model/reading.ts';

/** A timer that fires this much late means that the machine slept. */
const clockJumpMs = 15_000;
const tickMs = 5_000;

export interface AttentionWatch {
  read(): Attention;
  stop(): void;
}

/**
 * Watches whether somebody looks at the page. `onLook` runs when they may have begun to; `onWake` when the connection
 * may have died unnoticed: visible again, back from the page cache, network back, or the clock jumped.
 */
export function watchAttention(on: { onLook(): void; onWake(): void; onOffline(): void }): AttentionWatch {
  const controller = new AbortController();
  const { signal } = controller;
  let lastActiveAt = 0;
  let lastTick = Date.now();

  const active = (): void => {
    const wasIdle = Date.now() - lastActiveAt > tickMs;
    lastActiveAt = Date.now();
    if (wasIdle) on.onLook();
  };
  const wake = (): void => {
    on.onWake();
    on.onLook();
  };

  for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart']) {
    window.addEventListener(name, active, { signal, passive: true, capture: true });
  }
  window.addEventListener('focus', on.onLook, { signal });
  window.addEventListener('online', wake, { signal });
  window.addEventListener('offline', on.onOffline, { signal });
  window.addEventListener('pageshow', (event) => event.persisted && wake(), { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), {
    signal,
  });

  const ticker = setInterval(() => {
    const now = Date.now();
    if (now - lastTick > tickMs + clockJumpMs) wake();
    lastTick = now;
  }, tickMs);

  return {
    read: () => ({
      visible: document.visibilityState === 'visible',
      focused: document.hasFocus(),
      lastActiveAt,
      now: Date.now(),
    }),
    stop() {
      controller.abort();
      clearInterval(ticker);
    },
  };
}
