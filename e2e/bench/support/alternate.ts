import { median } from './numbers.ts';

/** One of the things compared. */
export interface Side {
  name: string;
  /** Measures once, for a bounded time; resolves with units per second. */
  measure(): Promise<number>;
}

/**
 * Measures the sides in turn, so that what else the machine does falls on all of them, and whoever comes first in one
 * round comes last in the next. The first round warms up and does not count. Resolves with the medians, by name.
 */
export async function alternate(sides: readonly Side[], rounds = 3): Promise<Map<string, number>> {
  const rates = new Map(sides.map((side) => [side.name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of round % 2 ? sides : [...sides].reverse()) {
      const rate = await side.measure();
      if (round > 0) rates.get(side.name)?.push(rate);
    }
  }
  return new Map([...rates].map(([name, measured]) => [name, median(measured)]));
}

/** `count` workers, each doing one thing after the other until the time is over; resolves with things per second. */
export async function rateOf(
  count: number,
  durationMs: number,
  act: (worker: number, turn: number) => Promise<unknown>,
): Promise<number> {
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: count }, async (_, worker) => {
      for (let turn = 0; performance.now() - began < durationMs; turn += 1) {
        await act(worker, turn);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - began) / 1000);
}
