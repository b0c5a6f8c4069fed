import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/**
 * How much one caller may ask for. By address the limits are wide, since a whole office or mobile network may stand
 * behind one (NAT); by token and by agent they are what a busy person could need, several times over.
 */
export const rateLimits = {
  /** Every request and every WebSocket of one address. */
  address: { points: 12_000, seconds: 60 },
  /** Requests of one address that may create a contact. */
  newContact: { points: 600, seconds: 60 },
  visitorReads: { points: 900, seconds: 60 },
  visitorWrites: { points: 300, seconds: 60 },
  agent: { points: 2_400, seconds: 60 },
  /** Passwords tried for one e-mail from one address. */
  signInAccount: { points: 10, seconds: 300 },
  signInAddress: { points: 100, seconds: 300 },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof rateLimits;

export interface RateLimit {
  points: number;
  /** Length of the window. */
  seconds: number;
}

/** The port behind which limits are counted: in memory now; a shared store can stand behind it for many nodes. */
export interface RateLimiter {
  /** Takes one point. Resolves with the seconds to wait where there is none left, and 0 otherwise. */
  take(limit: RateLimitName, key: string): Promise<number>;
}

/** Counts in this process. `overrides` are for tests and for installations that know better. */
export function createMemoryRateLimiter(
  overrides: Partial<Record<RateLimitName, RateLimit>> = {},
): RateLimiter {
  const limiters = new Map(
    (Object.keys(rateLimits) as RateLimitName[]).map((name) => {
      const { points, seconds } = overrides[name] ?? rateLimits[name];
      return [name, new RateLimiterMemory({ points, duration: seconds })];
    }),
  );
  return {
    take: async (limit, key) => {
      try {
        await limiters.get(limit)?.consume(key);
        return 0;
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        return Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
      }
    },
  };
}
