import { forgetEnded } from '../commands/forget-ended.ts';
import { beginOperation, traceparentOf } from '../log/operation-line.ts';
import type { Services } from '../services.ts';

const intervalMs = 60 * 60 * 1000;
/** Batches of one round: a backlog must not keep the database from everybody else. */
const batchesMax = 50;

/** Forgets, from time to time, what nobody can ask for any more. Its `stop` resolves once a round has ended. */
export function startForgetter(services: Services): { stop(): Promise<void> } {
  let round = forget(services);
  const timer = setInterval(() => {
    round = round.then(() => forget(services));
  }, intervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      return round;
    },
  };
}

/** One round. Never rejects: the next one tries again. */
export async function forget({ pool, log }: Services): Promise<void> {
  const context = { pool, traceparent: traceparentOf(beginOperation('forget_ended', null, 'system')) };
  try {
    for (let batch = 0; batch < batchesMax; batch += 1) {
      if ((await forgetEnded(context)) === 0) return;
    }
  } catch (error) {
    log.warn({ err: error }, 'unable to forget what has ended');
  }
}
