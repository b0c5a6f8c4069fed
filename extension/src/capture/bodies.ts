import { captureLimits } from './limits.ts';
import { apply, later, nowMs, patch, settle, stringify } from './natives.ts';
import { describeText } from './payload.ts';

/** Calls back once, with an answer's body as an event holds it. */
export type HearBody = (response: Response, done: (body: unknown) => void) => void;

type End = (body: unknown) => void;

const readable = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]+\+)?json)/i;

/** How each way of reading an answer shows what was in it. */
const readers: Readonly<Record<'text' | 'json' | 'arrayBuffer' | 'blob', (value: unknown) => unknown>> = {
  text: (value) => describeText(`${value}`),
  json: (value) => describeText(stringify(value)),
  arrayBuffer: (value) => ({ binary: (value as ArrayBuffer).byteLength }),
  blob: (value) => ({ binary: (value as Blob).size }),
};

/**
 * Hears bodies as the page itself reads them: none is copied, for a copy keeps the network's buffers alive and wants
 * reading as well, and nothing is read that the page leaves. What is read in another way, or not in time, is told as unread.
 */
export function watchBodies(quietly: (work: () => void) => void): HearBody {
  const awaited = new WeakMap<object, End>();
  /** In the order of their deadlines. */
  const waiting = new Map<End, { type: string; dueMs: number }>();
  let isWatching = false;

  /** One timer for all: most bodies are read long before. */
  function watchDeadlines(): void {
    if (isWatching) return;
    isWatching = true;
    later(() => {
      isWatching = false;
      quietly(endOverdue);
      if (waiting.size > 0) watchDeadlines();
    }, captureLimits.bodyMsMax);
  }

  function endOverdue(): void {
    const now = nowMs();
    for (const [end, { type, dueMs }] of waiting) if (dueMs <= now) end({ unread: type });
  }

  for (const name of Object.keys(readers) as (keyof typeof readers)[]) {
    patch(Response.prototype, name, (target, self, args) => {
      const result = apply(target, self, args);
      const done = awaited.get(self as object);
      if (done) {
        settle(
          result as Promise<unknown>,
          (value) => quietly(() => done(readers[name](value))),
          () => quietly(() => done({ unread: 'it broke off, or is not what it says' })),
        );
      }
      return result;
    });
  }
  patch(Response.prototype, 'clone', (target, self, args) => {
    const copy = apply(target, self, args);
    const done = awaited.get(self as object);
    if (done) awaited.set(copy as object, done);
    return copy;
  });

  return (response, done) => {
    const type = response.headers.get('content-type') ?? '';
    if (!response.body || !readable.test(type)) {
      done(response.body ? { unread: type } : null);
      return;
    }
    const end = (body: unknown) => {
      if (waiting.delete(end)) done(body);
    };
    waiting.set(end, { type, dueMs: nowMs() + captureLimits.bodyMsMax });
    awaited.set(response, end);
    watchDeadlines();
  };
}
