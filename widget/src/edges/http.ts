import type { Problem } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { RequestEffect } from '../core/effects.ts';
import type { Answered, Failure } from '../core/events.ts';

/**
 * One request, always answered: with the server's answer, its problem, or `offline` where none arrived in
 * `requestTimeoutMs`. A bootstrap without a token carries `traceparent` in the query, so that the browser needs no
 * preflight for it.
 */
export async function request(
  base: string,
  { path, body, token }: RequestEffect,
  traceparent: string,
): Promise<Pick<Answered, 'answer' | 'failure'>> {
  const known = token || body;
  try {
    const response = await fetch(base + path + (known ? '' : `&traceparent=${traceparent}`), {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(known && { traceparent }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(limits.requestTimeoutMs),
    });
    if (response.ok) return { answer: await response.json(), failure: null };
    return { answer: null, failure: await failureOf(response) };
  } catch {
    return { answer: null, failure: { ...unknown, code: 'offline', retryable: true } };
  }
}

const unknown = { retryAfterMs: null, conversationId: null, missing: null };

/** RFC 9457 problem details, or what a proxy in between made of it. */
async function failureOf(response: Response): Promise<Failure> {
  const { status, headers } = response;
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  const retryAfter = Number(headers.get('retry-after') ?? problem.retryAfterSeconds);
  const retryable = status >= 500 || status === 429;
  return {
    ...unknown,
    // What is tried again by itself needs no finer name.
    code: status === 429 ? 'rate_limited' : retryable ? 'unavailable' : 'invalid_request',
    retryable,
    ...problem,
    retryAfterMs: retryAfter ? retryAfter * 1000 : null,
  };
}
