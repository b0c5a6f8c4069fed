import { limits } from '@hilo/shared/limits.ts';

/**
 * How long to wait before the next try, in milliseconds: doubling, capped, and spread by `random` (0 to 1) over the
 * upper half, so that many clients that fell off together do not come back together.
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(limits.reconnectDelayMsMax, limits.reconnectDelayMsMin * 2 ** Math.min(failures, 16));
  return Math.round(full / 2 + (full / 2) * random);
}
