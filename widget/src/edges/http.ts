import type { Problem } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { RequestEffect } from '../core/effects.ts';
import type { Answered, Failure, FailureCode } from '../core/events.ts';

const unanswered: Failure = {
  code: 'offline',
  retryable: true,
  retryAfterMs: null,
  conversationId: null,
  missing: null,
};

/**
 * One request, always answered: with the server's answer, its problem, or `offline` where none arrived in
 * `requestTimeoutMs`. A bootstrap without a token carries `traceparent` in the query, so that the browser needs no
 * preflight for it.
 */
export async function request(
  base: string,
  effect: RequestEffect,
  traceparent: string,
): Promise<Pick<Answered, 'answer' | 'failure'>> {
  const { path, body, token } = effect;
  const headers: Record<string, string> = {};
  let url = base + path;
  if (token || body) headers.traceparent = traceparent;
  else url += `&traceparent=${traceparent}`;
  if (token) headers.authorization = `Bearer ${token}`;
  if (body) headers['content-type'] = 'application/json';
  const aborting = new AbortController();
  const timer = setTimeout(() => aborting.abort(), limits.requestTimeoutMs);
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers,
      body: body && JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      signal: aborting.signal,
    });
    if (response.ok) return { answer: await response.json(), failure: null };
    return { answer: null, failure: await failureOf(response) };
  } catch {
    return { answer: null, failure: unanswered };
  } finally {
    clearTimeout(timer);
  }
}

/** RFC 9457 problem details, or what a proxy in between made of it. */
async function failureOf(response: Response): Promise<Failure> {
  const { status } = response;
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get('retry-after') ?? problem.retryAfterSeconds ?? 0);
  return {
    code: problem.code ?? codeOf(status),
    retryable: status >= 500 || status === 429 || status === 408,
    retryAfterMs: retryAfter > 0 ? retryAfter * 1000 : null,
    conversationId: problem.conversationId ?? null,
    missing: problem.missing ?? null,
  };
}

function codeOf(status: number): FailureCode {
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'unavailable';
  return status === 404 ? 'not_found' : 'invalid_request';
}
