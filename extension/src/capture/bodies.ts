import { captureLimits } from './limits.ts';
import { apply, cancel, later, patch, settle, stringify } from './natives.ts';
import { describeText } from './payload.ts';

/** Calls back once, with an answer's body as an event holds it. */
export type HearBody = (response: Response, done: (body: unknown) => void) => void;

const readable = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]+\+)?json)/i;

/** How each way of reading an answer shows what was in it. */
const readers: Readonly<Record<'text' | 'json' | 'arrayBuffer' | 'blob', (value: unknown) => unknown>> = {
  text: (value) => describeText(`${value}`),
  json: (value) => describeText(stringify(value)),
  arrayBuffer: (value) => ({ binary: (value as ArrayBuffer).byteLength }),
  blob: (value) => ({ binary: (value as Blob).size }),
};

/**
 * Hears bodies as the page itself reads them: nothing is copied, for a copy costs the page several times what all the
 * rest does, and nothing is read that the page leaves. What is read in another way, or not in time, is told as unread.
 */
export function watchBodies(quietly: (work: () => void) => void): HearBody {
  const awaited = new WeakMap<object, (body: unknown) => void>();

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
    let isOver = false;
    const end = (body: unknown) => {
      if (isOver) return;
      isOver = true;
      cancel(timer);
      done(body);
    };
    const timer = later(() => quietly(() => end({ unread: type })), captureLimits.bodyMsMax);
    awaited.set(response, end);
  };
}
