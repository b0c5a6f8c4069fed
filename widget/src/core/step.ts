import type { LifecycleEvent } from '@hilo/shared/lifecycle/lifecycle.ts';
import { limits } from '@hilo/shared/limits.ts';
import { backoffMs } from './backoff.ts';
import type { Effect } from './effects.ts';
import type { Failure, Stamp } from './events.ts';
import type { Lane, Model } from './model.ts';

/** One step of the reducer: handlers replace `m` and add effects; the caller of `reduce` sees only the result. */
export interface Step {
  m: Model;
  readonly stamp: Stamp;
  readonly effects: Effect[];
  /** Why the widget's state changes in this step, where the handler knows better than the table's shortest path. */
  cause: LifecycleEvent | null;
}

export function set(s: Step, change: Partial<Model>): void {
  s.m = { ...s.m, ...change };
}

export function emit(s: Step, effect: Effect): void {
  s.effects.push(effect);
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`hilo: ${message}`);
}

/** Sets, moves or (null) ends the timer of a name; nothing happens where it is set so already. */
export function alarm(s: Step, name: string, at: number | null): void {
  if ((s.m.alarms[name] ?? null) === at) return;
  const alarms = { ...s.m.alarms };
  if (at === null) delete alarms[name];
  else alarms[name] = at;
  set(s, { alarms });
  emit(s, { type: 'timer', name, afterMs: at === null ? null : Math.max(0, at - s.stamp.at) });
}

const restingLane: Lane = { isBusy: false, failures: 0, retryAtMs: 0 };

export function laneOf(m: Model, name: string): Lane {
  return m.lanes[name] ?? restingLane;
}

export function isFree(s: Step, name: string): boolean {
  const lane = laneOf(s.m, name);
  return !lane.isBusy && s.stamp.at >= lane.retryAtMs;
}

export function setLane(s: Step, name: string, change: Partial<Lane>): void {
  set(s, { lanes: { ...s.m.lanes, [name]: { ...laneOf(s.m, name), ...change } } });
}

/** A lane's question was answered: with a failure the next try waits, longer each time and as long as the server said. */
export function leaveLane(s: Step, name: string, failure: Failure | null): void {
  if (!failure) {
    setLane(s, name, restingLane);
    return;
  }
  const failures = laneOf(s.m, name).failures + 1;
  const waitMs =
    failure.retryAfterMs ??
    backoffMs(failures, limits.reconnectDelayMsMin, limits.reconnectDelayMsMax, s.stamp.random);
  setLane(s, name, { isBusy: false, failures, retryAtMs: s.stamp.at + waitMs });
}

/** Something changed for the better (network, person, page): waiting ends, except where the server asked for it. */
export function wakeLanes(s: Step): void {
  if (s.m.notice?.kind === 'rate_limited') return;
  set(s, {
    lanes: Object.fromEntries(
      Object.entries(s.m.lanes).map(([name, lane]) => [name, { ...lane, retryAtMs: 0 }]),
    ),
  });
}
