import { errors, type Problem } from '@hilo/shared/errors.ts';
import type { HiloError } from '../hilo-error.ts';

export const problemType = 'application/problem+json';

/** Seconds a client waits where the service is starting, stopping or has lost its database. */
const unavailableRetrySeconds = 5;

/** A failure as it goes out (RFC 9457). */
export function toProblem(failure: HiloError, traceId: string | null): Problem {
  const { code, extra } = failure;
  const { status, title } = errors[code];
  return {
    type: `urn:hilo:problem:${code}`,
    title,
    status,
    code,
    detail: failure.message,
    traceId,
    ...extra,
    ...(code === 'unavailable' && extra.retryAfterSeconds === undefined
      ? { retryAfterSeconds: unavailableRetrySeconds }
      : {}),
  };
}
