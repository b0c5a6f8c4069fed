import { setImmediate } from 'node:timers/promises';
import { HiloError } from '../../hilo-error.ts';

export interface LaneOptions {
  /** Rows that one call carries at most. */
  batchMax: number;
  /** Rows waiting at most; more are refused as `unavailable`. */
  queueMax: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: one call is in flight; everything that queues meanwhile goes with the next, in the order it came. A
 * call that fails as a whole is repeated item by item, so that one bad item does not fail its neighbours.
 */
export function createLane<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  { batchMax, queueMax }: LaneOptions,
): (item: Item) => Promise<Result> {
  const queue: Waiting<Item, Result>[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    do {
      // Whatever this turn of the event loop still brings goes along: without this, every other batch is one item.
      await setImmediate();
      await settle(queue.splice(0, batchMax));
    } while (queue.length > 0);
    isRunning = false;
  }

  async function settle(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error('a batch answered with another number of results');
      for (const [index, waiting] of batch.entries()) waiting.resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error);
      for (const waiting of batch) await settle([waiting]);
    }
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      if (queue.length >= queueMax) {
        reject(new HiloError('unavailable', 'Unable to send just now; too many messages are waiting.'));
        return;
      }
      queue.push({ item, resolve, reject });
      if (!isRunning) void drain();
    });
}
