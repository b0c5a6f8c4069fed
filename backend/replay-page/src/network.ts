import type { TraceEventOf } from '@hilo/shared/trace/events.ts';
import { replace } from './replace.ts';
import type { ReplayTimers } from './timers.ts';

interface Call {
  answer(response: Response): void;
  fail(error: Error): void;
  patience: number | null;
}

export interface ReplayNetwork {
  /** The widget has recorded a request. */
  told(event: TraceEventOf<'request'>): void;
  /** False where no such request is waiting. */
  answer(event: TraceEventOf<'response'>): boolean;
  fail(event: TraceEventOf<'request_failed'>): boolean;
  /** Lets the widget have the files that it waits for; false where it waits for none. */
  bringFiles(): boolean;
}

/**
 * Replaces `fetch`: the widget's requests wait until the recording says what became of them. Files of its own (the
 * words of a language) are no part of the recording; they come when nothing goes on without them.
 */
export function replaceFetch(timers: ReplayTimers, files: Readonly<Record<string, string>>): ReplayNetwork {
  const awaited: (() => void)[] = [];
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

  replace(window, 'fetch', (input: unknown, init?: RequestInit) => {
    const file = files[/([^/?]+)(?:\?.*)?$/.exec(`${input}`)?.[1] ?? ''];
    if (file !== undefined) {
      return new Promise((resolve) => awaited.push(() => resolve(responseOf(200, {}, file))));
    }
    return new Promise<Response>((resolve, reject) => {
      const patience = timers.claim();
      unnumbered.push({ answer: resolve, fail: reject, patience });
      pair();
      init?.signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
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
      if (reason === 'timeout' || reason === 'aborted') timers.ringId(call?.patience ?? null);
      call?.fail(new TypeError('Failed to fetch'));
      return call !== undefined;
    },
    bringFiles() {
      const isAwaited = awaited.length > 0;
      for (const bring of awaited.splice(0)) bring();
      return isAwaited;
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
