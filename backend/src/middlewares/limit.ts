import { HiloError } from '../hilo-error.ts';
import type { RateLimiter, RateLimitName } from './rate-limits.ts';
import type { Context } from './request-state.ts';

/**
 * Takes one point of a limit for this request.
 * Throws `rate_limited`, with the seconds to wait.
 */
export async function takeLimit(
  limiter: RateLimiter,
  ctx: Context,
  name: RateLimitName,
  key: string,
): Promise<void> {
  const retryAfterSeconds = await limiter.take(name, key);
  if (retryAfterSeconds === 0) return;
  ctx.set('Retry-After', String(retryAfterSeconds));
  throw new HiloError(
    'rate_limited',
    `Unable to answer just now; too many requests. Wait ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  );
}
