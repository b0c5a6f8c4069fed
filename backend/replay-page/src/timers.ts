import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { Follow } from './follow.ts';
import { replace } from './replace.ts';

/**
 * `plain`: rings when its time has come. The others ring when the recording says so: those with a name of the widget's,
 * and the tick that notices sleep.
 */
type TimerKind = 'plain' | 'named' | 'tick';

interface Timer {
  id: number;
  kind: TimerKind;
  name: string | null;
  delayMs: number;
  dueMs: number;
  /** How many events were recorded when it was set. */
  setAt: number;
  run(): void;
}

export interface ReplayTimers {
  /** The widget has recorded that it set a timer: says which of ours that is. */
  told(event: TraceEventOf<'timer'>): void;
  /** Rings the timer of that name; false where none is set. */
  ring(name: string): boolean;
  /** Rings the plain timer set last with a delay between these; false where there is none. */
  ringWithin(msMin: number, msMax: number): boolean;
  tick(): void;
  /** Rings the plain ones whose time has come. */
  ringDue(nowMs: number): void;
}

const delayMsOff = 1;

export function replaceTimers(follow: Follow): ReplayTimers {
  const timers = new Map<number, Timer>();
  let lastId = 0;
  let untold: TraceEventOf<'timer'> | null = null;

  const set = (kind: TimerKind, run: (...args: unknown[]) => void, delayMs = 0, args: unknown[] = []) => {
    const id = ++lastId;
    const dueMs = follow.nowMs() + delayMs;
    const timer: Timer = {
      id,
      kind,
      name: null,
      delayMs,
      dueMs,
      setAt: follow.count,
      run: () => run(...args),
    };
    timers.set(id, timer);
    if (untold && isOf(timer, untold)) name(timer, untold);
    return id;
  };
  const name = (timer: Timer, event: TraceEventOf<'timer'>) => {
    timer.kind = 'named';
    timer.name = event.name;
    untold = null;
  };
  const ringOne = (timer: Timer) => {
    if (timer.kind !== 'tick') timers.delete(timer.id);
    timer.run();
  };

  const clear = (id: unknown) => void timers.delete(Number(id));
  replace(window, 'setTimeout', (run: () => void, ms?: number, ...args: unknown[]) =>
    set('plain', run, ms, args),
  );
  replace(window, 'setInterval', (run: () => void, ms?: number, ...args: unknown[]) =>
    set('tick', run, ms, args),
  );
  replace(window, 'clearTimeout', clear);
  replace(window, 'clearInterval', clear);

  return {
    told(event) {
      if (event.phase !== 'set') return;
      const last = timers.get(lastId);
      // The timer is set before it is told of, or right after.
      if (last && follow.count - last.setAt <= 1 && isOf(last, event)) name(last, event);
      else untold = event;
    },
    ring(wanted) {
      const timer = [...timers.values()].find((one) => one.name === wanted);
      if (timer) ringOne(timer);
      return timer !== undefined;
    },
    ringWithin(msMin, msMax) {
      const fits = ({ kind, delayMs }: Timer) => kind === 'plain' && delayMs >= msMin && delayMs <= msMax;
      const timer = [...timers.values()].findLast(fits);
      if (timer) ringOne(timer);
      return timer !== undefined;
    },
    tick() {
      for (const timer of [...timers.values()]) if (timer.kind === 'tick') ringOne(timer);
    },
    ringDue(nowMs) {
      const due = [...timers.values()].filter((timer) => timer.kind === 'plain' && timer.dueMs <= nowMs);
      for (const timer of due.sort((a, b) => a.dueMs - b.dueMs)) ringOne(timer);
    },
  };
}

function isOf(timer: Timer, { delayMs }: TraceEvent & { kind: 'timer' }): boolean {
  return timer.kind === 'plain' && Math.abs(timer.delayMs - (delayMs ?? 0)) < delayMsOff;
}
