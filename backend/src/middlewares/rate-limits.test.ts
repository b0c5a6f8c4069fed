import { describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from './rate-limits.ts';

describe('createMemoryRateLimiter', () => {
  it('lets through what the limit says, then tells how long to wait', async () => {
    const limiter = createMemoryRateLimiter({ agent: { points: 2, seconds: 60 } });
    expect([await limiter.take('agent', 'a'), await limiter.take('agent', 'a')]).toEqual([0, 0]);
    const wait = await limiter.take('agent', 'a');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('counts each key and each limit for itself', async () => {
    const limiter = createMemoryRateLimiter({ agent: { points: 1, seconds: 60 } });
    await limiter.take('agent', 'a');
    expect(await limiter.take('agent', 'b')).toBe(0);
    expect(await limiter.take('address', 'a')).toBe(0);
  });
});
