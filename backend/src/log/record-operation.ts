import type { CloseReason, ErrorCode } from '@hilo/shared/errors.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Log } from './logger.ts';
import { type Operation, operationLine } from './operation-line.ts';

export interface Recorder {
  log: Log;
  metrics: Metrics;
}

export interface OperationExtra {
  /** What was thrown, where it is ours: logged with its stack. */
  cause?: unknown;
  /** Of `ws_close`. */
  closeReason?: CloseReason | 'client';
  closeCode?: number;
}

/** Ends an operation: its one log line and its metrics. */
export function recordOperation(
  { log, metrics }: Recorder,
  operation: Operation,
  errorCode: ErrorCode | null,
  { cause, closeReason, closeCode }: OperationExtra = {},
): void {
  const line = operationLine(operation, errorCode, performance.now());
  metrics.operationEnded(line.operation, line.outcome, line.durationMs);
  if (cause !== undefined) log.error({ ...line, err: cause }, 'broke');
  else if (closeReason !== undefined) log.info({ ...line, closeReason, closeCode });
  else if (line.outcome === 'failed') log.warn(line);
  else log.info(line);
}
