import type { Follow } from './follow.ts';
import { replace } from './replace.ts';

/** Replaces what tells the time. */
export function replaceClock(follow: Follow): void {
  const RealDate = Date;
  class ReplayDate extends RealDate {
    constructor(...args: unknown[]) {
      super(...((args.length > 0 ? args : [follow.wallMs()]) as [number]));
    }
    static override now(): number {
      return follow.wallMs();
    }
  }
  replace(window, 'Date', ReplayDate);
  replace(performance, 'now', () => follow.nowMs());
}
