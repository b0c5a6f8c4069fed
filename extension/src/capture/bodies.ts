import { captureLimits } from './limits.ts';
import { apply, later, nowMs, patch, settle, stringify } from './natives.ts';
import { type Held, holdData } from './payload.ts';

/** Calls back once, with an answer's body. */
export type HearBody = (response: Response, done: (body: Held) => void) => void;

type End = (body: Held) => void;

const readable = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]+\+)?json)/i;

/** How each way of reading an answer shows what was in it, before the page has it and may change it. */
const readers: Readonly<Record<'text' | 'json' | 'arrayBuffer' | 'blob', (value: unknown) => Held>> = {
  text: holdData,
  json: (value) => holdData(stringify(value)),
  arrayBuffer: holdData,
  blob: holdData,
};

/** Only of a text it is told what is in it, whatever the page makes of another. */
function ifReadable(response: Response, { bytes, describe }: Held): Held {
  const describeText = () => {
    const type = typeOf(response);
    if (!response.body) return null;
    return readable.test(type) ? describe() : { unread: type };
  };
  return { bytes, describe: describeText };
}

const unread = (why: string): Held => ({ bytes: 0, describe: () => ({ unread: why }) });

/**
 * Hears bodies as the page itself reads them: none is copied, for a copy keeps the network's buffers alive and wants
 * reading as well, and nothing is read that the page leaves. What is read in another way, or not in time, is told as unread.
 */
export function watchBodies(quietly: (work: () => void) => void): HearBody {
  const awaited = new WeakMap<object, End>();
  /** In the order of their deadlines. */
  const waiting = new Map<End, { response: Response | null; type: string; dueMs: number }>();
  let fresh: End[] = [];
  const soon = alarm(captureLimits.bodyLookMs, endUnreadable);
  const late = alarm(captureLimits.bodyMsMax, endOverdue);

  /** One timer for all: most bodies are read long before. */
  function alarm(afterMs: number, work: () => void): () => void {
    let isSet = false;
    return () => {
      if (isSet) return;
      isSet = true;
      later(() => {
        isSet = false;
        quietly(work);
      }, afterMs);
    };
  }

  function endUnreadable(): void {
    const looked = fresh;
    fresh = [];
    for (const end of looked) {
      const one = waiting.get(end);
      if (!one?.response) continue;
      one.type = typeOf(one.response);
      if (!one.response.body) end(holdData(null));
      else if (!readable.test(one.type)) end(unread(one.type));
      // Whoever waits on must not keep the network's buffers alive.
      one.response = null;
    }
  }

  function endOverdue(): void {
    const now = nowMs();
    for (const [end, { type, dueMs }] of waiting) if (dueMs <= now) end(unread(type));
    if (waiting.size > 0) late();
  }

  for (const name of Object.keys(readers) as (keyof typeof readers)[]) {
    patch(Response.prototype, name, (target, self, args) => {
      const result = apply(target, self, args);
      const done = awaited.get(self as object);
      if (done) {
        settle(
          result as Promise<unknown>,
          (value) => quietly(() => done(ifReadable(self as Response, readers[name](value)))),
          () => quietly(() => done(unread('it broke off, or is not what it says'))),
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
    const end: End = (body) => {
      if (waiting.delete(end)) done(body);
    };
    // What kind it is can be seen later as well, when there is time, and not at all where the page reads it at once.
    waiting.set(end, { response, type: '', dueMs: nowMs() + captureLimits.bodyMsMax });
    awaited.set(response, end);
    fresh[fresh.length] = end;
    soon();
    late();
  };
}

function typeOf({ headers }: Response): string {
  return headers.get('content-type') ?? '';
}
