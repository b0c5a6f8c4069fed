interface Timer {
  dueMs: number;
  /** Of an interval. */
  everyMs: number | null;
  handle: ReturnType<typeof setTimeout>;
  run(): void;
}

interface Clocked {
  passTime(ms: number): Promise<void>;
}

/**
 * Runs in a page before its own scripts: its time flows as ever, and more of it can be made to pass at once. Playwright's
 * own clock is one for all that a browser shows; here the panel that watches the page must not hear late what the page
 * did long ago.
 */
export function installPageClock(): void {
  // A page that sees several stories is given it for each.
  if ('passTime' in globalThis) return;
  const real = {
    setTimeout: setTimeout.bind(globalThis),
    clearTimeout: clearTimeout.bind(globalThis),
    now: performance.now.bind(performance),
    wall: Date.now,
  };
  const timers = new Map<number, Timer>();
  let aheadMs = 0;
  let lastId = 0;
  const now = () => real.now() + aheadMs;
  const wall = () => real.wall() + aheadMs;

  const arm = (id: number, timer: Timer) => {
    real.clearTimeout(timer.handle);
    timer.handle = real.setTimeout(() => fire(id, timer), timer.dueMs - now());
  };
  const fire = (id: number, timer: Timer) => {
    real.clearTimeout(timer.handle);
    if (timer.everyMs === null) timers.delete(id);
    else {
      timer.dueMs = Math.max(timer.dueMs + timer.everyMs, now());
      arm(id, timer);
    }
    timer.run();
  };
  const begin = (
    run: (...args: unknown[]) => void,
    delayMs: number,
    isInterval: boolean,
    args: unknown[],
  ) => {
    const id = ++lastId;
    // An interval of nothing would let no time pass at all.
    const timer = {
      dueMs: now() + delayMs,
      everyMs: isInterval ? Math.max(1, delayMs) : null,
      handle: 0 as unknown as Timer['handle'],
      run: () => run(...args),
    };
    timers.set(id, timer);
    arm(id, timer);
    return id;
  };
  const end = (id: number) => {
    real.clearTimeout(timers.get(id)?.handle);
    timers.delete(id);
  };
  const next = (untilMs: number) =>
    [...timers].filter(([, { dueMs }]) => dueMs <= untilMs).sort(([, a], [, b]) => a.dueMs - b.dueMs)[0];

  const timeout = (delayMs: number) => {
    const control = new AbortController();
    setTimeout(() => control.abort(new DOMException('It took too long.', 'TimeoutError')), delayMs);
    return control.signal;
  };
  const passTime = async (ms: number) => {
    const untilMs = now() + ms;
    for (let due = next(untilMs); due; due = next(untilMs)) {
      const [id, timer] = due;
      aheadMs += Math.max(0, timer.dueMs - now());
      fire(id, timer);
      // What waits for it goes on before the next one.
      await new Promise((resolve) => real.setTimeout(resolve));
    }
    aheadMs += Math.max(0, untilMs - now());
    for (const [id, timer] of timers) arm(id, timer);
  };
  type Run = (...args: unknown[]) => void;
  Object.assign(performance, { now });
  Object.assign(Date, { now: wall });
  Object.assign(AbortSignal, { timeout });
  Object.assign(globalThis, {
    setTimeout: (run: Run, ms = 0, ...args: unknown[]) => begin(run, ms, false, args),
    setInterval: (run: Run, ms = 0, ...args: unknown[]) => begin(run, ms, true, args),
    clearTimeout: end,
    clearInterval: end,
    Date: new Proxy(Date, {
      construct: (target, args, made) => Reflect.construct(target, args.length > 0 ? args : [wall()], made),
    }),
    passTime,
  });
}

/** Runs in a page that has the clock: lets time pass, and every timer that is due by then fire in its turn. */
export function passOnPage(ms: number): Promise<void> {
  return (globalThis as unknown as Clocked).passTime(ms);
}
