/** Every bound of keeping and exporting traces. Units last in the name. */
export const traceLimits = {
  /** Log lines that wait to be kept with their trace; more are dropped, and counted. */
  queueLinesMax: 10_000,
  /** Lines that are written with one statement. */
  batchLinesMax: 500,
  /** How long a line waits for others before it is written. */
  flushMs: 500,
  /** Loads that are remembered: their contact, or their lines in case one comes. Nothing of those is written before. */
  loadsMax: 10_000,
  /** Lines of a load without a contact. */
  waitingLinesMax: 20,
  /** Traces of which there are lines that name neither device nor contact, and such lines of each. */
  anonymousTracesMax: 10_000,
  anonymousLinesMax: 5,
  /** Traces whose losses are counted one by one; of more only the total is. */
  droppedTracesMax: 1_000,
  /** Lines of one trace that are read at once, the latest. */
  readLinesMax: 5_000,
  /** A reader waits this long for lines that are still on their way. */
  readWaitMs: 2_000,
  /** Rows that are deleted with one statement, and statements of one round. */
  sweepRowsMax: 1_000,
  sweepBatchesMax: 50,
  sweepIntervalMs: 10 * 60 * 1000,
  /** Spans that wait to be exported; more are dropped, and counted. */
  otlpQueueSpansMax: 10_000,
  otlpBatchSpansMax: 500,
  otlpFlushMs: 1_000,
  otlpTimeoutMs: 10_000,
} as const;

export type TraceLimits = { readonly [Name in keyof typeof traceLimits]: number };
