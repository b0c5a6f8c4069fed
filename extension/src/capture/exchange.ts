import type { Load } from './loads.ts';
import { nowMs } from './natives.ts';
import { describeData, findOrigin } from './payload.ts';
import type { Teller, Tellers } from './tellers.ts';

export interface Asked {
  href: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/** One request to a widget's own backend, from being sent to its end. */
export interface Exchange {
  load(): Load | undefined;
  /** `body`: as an event holds it. */
  answered(status: number, headers: Record<string, string>, body: unknown, durationMs: number): void;
  failed(error: unknown): void;
  elapsedMs(): number;
}

/** Tells of the request; undefined where it goes anywhere else. */
export function beginExchange(tellers: Tellers, asked: Asked): Exchange | undefined {
  const { href, method, headers, body } = asked;
  const { traceId, span } = findOrigin(headers['traceparent'] ?? href);
  const teller: Teller | undefined = tellers.open(href, traceId, 'exchanges');
  if (!teller) return undefined;
  const began = nowMs();
  const elapsedMs = () => nowMs() - began;
  teller.tell(
    ({ id, path }) => ({
      kind: 'request',
      requestId: id,
      method,
      path,
      headers,
      body: describeData(body).data,
    }),
    span,
  );
  return {
    load: () => teller.owner()?.load,
    elapsedMs,
    answered(status, answerHeaders, answer, durationMs) {
      teller.tell(
        ({ id }) => ({
          kind: 'response',
          requestId: id,
          status,
          headers: answerHeaders,
          body: answer,
          durationMs,
        }),
        span,
      );
    },
    failed(error) {
      const durationMs = elapsedMs();
      teller.tell(
        ({ id }) => ({ kind: 'request_failed', requestId: id, reason: reasonOf(error), durationMs }),
        span,
      );
    },
  };
}

function reasonOf(error: unknown): 'offline' | 'timeout' | 'aborted' | 'network' {
  const { name } = Object(error);
  if (name === 'AbortError') return 'aborted';
  if (name === 'TimeoutError') return 'timeout';
  return navigator.onLine ? 'network' : 'offline';
}
