import { captureLimits } from './limits.ts';
import type { Load } from './loads.ts';
import { nowMs } from './natives.ts';
import { findOrigin, type Held, holdData } from './payload.ts';
import type { Teller, Tellers } from './tellers.ts';

export interface Asked {
  href: string;
  method: string;
  /** By name in lower case. */
  headers: Record<string, string>;
  body: unknown;
}

/** What an answer begins with; read when it is described, and the same then as when it came. */
export interface AnswerHead {
  status: number;
  headers: Record<string, string>;
}

/** One request to a widget's own backend, from being sent to its end. */
export interface Exchange {
  load(): Load | undefined;
  answered(readHead: () => AnswerHead, body: Held, durationMs: number): void;
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
  const { bytes, describe } = holdData(body);
  teller.tell(
    ({ id, path }) => ({ kind: 'request', requestId: id, method, path, headers, body: describe(), span }),
    bytes,
  );
  return {
    load: () => teller.owner()?.load,
    elapsedMs,
    answered(readHead, answer, durationMs) {
      const describeAnswer = ({ status, headers }: AnswerHead, requestId: number) =>
        ({
          kind: 'response',
          requestId,
          status,
          headers,
          body: answer.describe(),
          durationMs,
          span,
        }) as const;
      const chars = answer.bytes + captureLimits.headCharsHeld;
      if (teller.owner()) teller.tell(({ id }) => describeAnswer(readHead(), id), chars);
      else {
        // Nobody knows how long that waits: the answer itself is not kept for it.
        const head = readHead();
        teller.tell(({ id }) => describeAnswer(head, id));
      }
    },
    failed(error) {
      const durationMs = elapsedMs();
      const reason = reasonOf(error);
      teller.tell(({ id }) => ({ kind: 'request_failed', requestId: id, reason, durationMs, span }));
    },
  };
}

function reasonOf(error: unknown): 'offline' | 'timeout' | 'aborted' | 'network' {
  const { name } = Object(error);
  if (name === 'AbortError') return 'aborted';
  if (name === 'TimeoutError') return 'timeout';
  return navigator.onLine ? 'network' : 'offline';
}
