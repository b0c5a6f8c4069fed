import type { CloseReason, ErrorCode } from '@hilo/shared/errors.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { TraceSink } from '../trace/trace-sink.ts';
import type { Log } from './logger.ts';
import { type Operation, operationLine, startLine } from './operation-line.ts';

export interface Recorder {
  log: Log;
  metrics: Metrics;
  /** Where lines are kept beside the log. */
  traces: TraceSink;
}

export interface OperationExtra {
  /** What was thrown, where it is ours: logged with its stack. */
  cause?: unknown;
  /** Of `ws_close`. */
  closeReason?: CloseReason | 'client';
  closeCode?: number;
}

/**
 * The line of an operation's start, for whoever logs at level `debug`. The end says all that it says, and more; but one
 * that hangs has no end. What is logged is kept with its trace as well: at once where it says whose it is, else with
 * the end.
 */
export function recordStart({ log, traces }: Omit<Recorder, 'metrics'>, operation: Operation): void {
  if (!log.isLevelEnabled('debug')) return;
  const { actor, about } = operation;
  const line = startLine(operation);
  log.debug(withAbout(line, operation));
  const begun = { line, actor, about, beganAtMs: Date.now() };
  if (line.deviceId === null && line.contactId === null) operation.begun = begun;
  else traces.begin(begun);
}

/** Ends an operation: the log line of its outcome, its metrics, and what is kept of it. */
export function recordOperation(
  { log, metrics, traces }: Recorder,
  operation: Operation,
  errorCode: ErrorCode | null,
  { cause, closeReason, closeCode }: OperationExtra = {},
): void {
  const ended = operationLine(operation, errorCode, performance.now());
  metrics.operationEnded(ended.operation, ended.outcome, ended.durationMs);
  const { actor, begun } = operation;
  const about = closeReason === undefined ? operation.about : { closeReason, closeCode };
  traces.push({ line: ended, actor, about, endedAtMs: Date.now(), begun });
  const line = withAbout(ended, { about: closeReason === undefined ? about : null });
  if (cause !== undefined) log.error({ ...line, err: cause }, 'broke');
  else if (closeReason !== undefined) log.info({ ...line, closeReason, closeCode });
  else if (line.outcome === 'failed') log.warn(line);
  else log.info(line);
}

function withAbout<Line extends object>(line: Line, { about }: Pick<Operation, 'about'>): Line {
  return about === null ? line : { ...line, about };
}
