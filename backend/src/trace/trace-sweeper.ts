import type { Services } from '../services.ts';
import { deleteOldTraceChunks } from '../sql/trace-chunks.ts';
import { traceDaysDefault } from './create-traces.ts';
import { traceLimits } from './trace-limits.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Deletes lines that have been kept long enough, from time to time. Its `stop` resolves once a round has ended. */
export function startTraceSweeper(services: Services): { stop(): Promise<void> } {
  let round = sweepTraces(services);
  const timer = setInterval(() => {
    round = round.then(() => sweepTraces(services));
  }, traceLimits.sweepIntervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      return round;
    },
  };
}

/** One round, bounded: what is left waits for the next. Never rejects. */
export async function sweepTraces({ pool, log, env }: Services): Promise<void> {
  const ageMs = (env.traceDays ?? traceDaysDefault) * dayMs;
  try {
    for (let batch = 0; batch < traceLimits.sweepBatchesMax; batch += 1) {
      const deleted = await deleteOldTraceChunks(pool, ageMs, traceLimits.sweepRowsMax);
      if (deleted < traceLimits.sweepRowsMax) return;
    }
  } catch (error) {
    log.warn({ err: error }, 'unable to delete old lines of traces');
  }
}
