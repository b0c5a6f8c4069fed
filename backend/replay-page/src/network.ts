import type { TraceEventOf } from '@hilo/shared/trace/events.ts';
import { replace } from './replace.ts';

interface Call {
  answer(response: Response): void;
  fail(error: Error): void;
  /** Ends the widget's patience with it. */
  giveUp(): void;
}

export interface ReplayNetwork {
  /** The widget has recorded a request. */
  told(event: TraceEventOf<'request'>): void;
  /** False where no such request is waiting. */
  answer(event: TraceEventOf<'response'>): boolean;
  fail(event: TraceEventOf<'request_failed'>): boolean;
}

/**
 * Replaces `fetch`: the widget's requests wait until the recording says what became of them. Files of its own (the
 * words of a language) are no part of the recording: the widget waits for them, so they come at once.
 */
export function replaceFetch(files: Readonly<Record<string, string>>): ReplayNetwork {
  const patience = new WeakMap<AbortSignal, AbortController>();
  // Requests and their records come in the same order, one right before the other.
  const unnumbered: Call[] = [];
  const numbers: number[] = [];
  const calls = new Map<number, Call>();
  const pair = () => {
    while (unnumbered.length > 0 && numbers.length > 0) calls.set(numbers.shift()!, unnumbered.shift()!);
  };
  const take = (id: number): Call | undefined => {
    const call = calls.get(id);
    calls.delete(id);
    return call;
  };

  replace(AbortSignal, 'timeout', () => {
    const controller = new AbortController();
    patience.set(controller.signal, controller);
    return controller.signal;
  });
  replace(window, 'fetch', (input: unknown, init?: RequestInit) => {
    const file = files[/([^/?]+)(?:\?.*)?$/.exec(`${input}`)?.[1] ?? ''];
    if (file !== undefined) return Promise.resolve(responseOf(200, {}, file));
    return new Promise<Response>((resolve, reject) => {
      const signal = init?.signal;
      const giveUp = () => (signal ? patience.get(signal)?.abort() : undefined);
      unnumbered.push({ answer: resolve, fail: reject, giveUp });
      pair();
      signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
    });
  });

  return {
    told({ requestId }) {
      numbers.push(requestId);
      pair();
    },
    answer({ requestId, status, headers, body }) {
      const call = take(requestId);
      call?.answer(responseOf(status, headers, body));
      return call !== undefined;
    },
    fail({ requestId, reason }) {
      const call = take(requestId);
      if (reason === 'timeout' || reason === 'aborted') call?.giveUp();
      call?.fail(new TypeError('Failed to fetch'));
      return call !== undefined;
    },
  };
}

/** Its body is there at once: a real one takes turns of the event loop that nothing could count. */
function responseOf(status: number, headers: Record<string, string>, body: unknown): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: new Headers(headers),
    json: async () => JSON.parse(text) as unknown,
    text: async () => text,
  } as Response;
}
