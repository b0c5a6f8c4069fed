import type { Problem } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { RequestEffect } from '../core/effects.ts';
import type { Answered, Failure } from '../core/events.ts';
import type { More } from '../trace/told.ts';
import { wireOf } from './wire.ts';

/**
 * One request, always answered: with the server's answer, its problem, or `offline` where none arrived in
 * `requestTimeoutMs`. And what came over the wire, for the trace.
 */
export async function request(
  base: string,
  effect: RequestEffect,
  traceparent: string,
): Promise<[end: Pick<Answered, 'answer' | 'failure'>, more: More]> {
  const { body } = effect;
  const { path, ...wire } = wireOf(effect, traceparent);
  const signal = AbortSignal.timeout(limits.requestTimeoutMs);
  try {
    const response = await fetch(base + path, {
      ...wire,
      body: body && JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      signal,
    });
    const { ok, status, headers } = response;
    // In the place of a problem there may be what a proxy made of it.
    const answer = await (ok ? response.json() : response.json().catch(() => ({})));
    const after = headers.get('retry-after');
    return [
      ok ? { answer, failure: null } : { answer: null, failure: failureOf(status, after, answer) },
      { status, body: answer, headers: after ? { 'retry-after': after } : {} },
    ];
  } catch {
    return [
      { answer: null, failure: { ...unknown, code: 'offline', retryable: true } },
      { reason: signal.aborted ? 'timeout' : 'network' },
    ];
  }
}

const unknown = { retryAfterMs: null, conversationId: null, missing: null };

/** RFC 9457 problem details, or what a proxy in between made of it. */
function failureOf(status: number, after: string | null, problem: Partial<Problem>): Failure {
  const retryAfter = Number(after ?? problem.retryAfterSeconds);
  const retryable = status >= 500 || status === 429;
  return {
    ...unknown,
    // What is tried again by itself needs no finer name.
    code: status === 429 ? 'rate_limited' : retryable ? 'unavailable' : 'invalid_request',
    retryable,
    ...problem,
    retryAfterMs: retryAfter * 1000 || null,
  };
}
