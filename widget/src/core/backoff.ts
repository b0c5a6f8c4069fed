/**
 * Full jitter: a random wait below an exponentially growing bound (and not below `minMs`), so that a thousand clients cut
 * off together do not come back together. `attempt` counts from 1, `random` is 0 ≤ r < 1; milliseconds.
 */
export function backoffMs(attempt: number, minMs: number, maxMs: number, random: number): number {
  const bound = Math.min(maxMs, minMs * 2 ** Math.min(attempt, 16));
  return Math.round(Math.max(minMs, bound * random));
}
