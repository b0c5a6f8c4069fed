import type { ErrorCode } from '@hilo/shared/errors.ts';
import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  StatementTimeoutError,
} from 'slonik';
import { HiloError } from '../hilo-error.ts';

const unreachable = [
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  StatementTimeoutError,
];
/** Of sockets, and of Postgres: connection exceptions, too many connections, shutting down or starting. */
const unreachableCode = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|53300|57P0[123])$/;

/** Which failure of the catalogue a thrown thing is. `cause`: what to log with its stack, where it is ours. */
export function classifyError(error: unknown): { failure: HiloError; cause?: unknown } {
  if (error instanceof HiloError) return { failure: error };
  return { failure: new HiloError(codeOf(error)), cause: error };
}

function codeOf(error: unknown): ErrorCode {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (unreachable.some((type) => at instanceof type)) return 'unavailable';
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && unreachableCode.test(code)) return 'unavailable';
  }
  return 'internal';
}
