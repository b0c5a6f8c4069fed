import { looksOwn } from './address.ts';
import { type HearBody, watchBodies } from './bodies.ts';
import { answersHeldMs } from './double-click.ts';
import { type AnswerHead, beginExchange, type Exchange } from './exchange.ts';
import type { Faults } from './faults.ts';
import { apply, getPrototypeOf, getterOf, later, patch, settle, stringify } from './natives.ts';
import type { Tellers } from './tellers.ts';

const absolute = /^https?:\/\//;

/** Hears `fetch` to widgets' own backends. Everything else is passed on unread. */
export function watchFetch(tellers: Tellers, faults: Faults, quietly: (work: () => void) => void): void {
  const hearBody = watchBodies(quietly);
  const hrefOfUrl = getterOf<string>(URL.prototype, 'href');
  const hrefOfRequest = getterOf<string>(Request.prototype, 'url');

  function begin([input, init]: unknown[]): Exchange | undefined {
    // Only what can be read without running code of the page.
    const given = typeof input === 'string' ? input : (hrefOfUrl(input) ?? hrefOfRequest(input));
    if (given === undefined || !looksOwn(given)) return undefined;
    const href = absolute.test(given) ? given : new URL(given, document.baseURI).href;
    if (!tellers.isOwn(href)) return undefined;
    const { method, headers, body } = (init ?? {}) as RequestInit;
    const request = typeof input === 'object' && hrefOfRequest(input) ? (input as Request) : undefined;
    return beginExchange(tellers, {
      href,
      method: `${method ?? request?.method ?? 'GET'}`.toUpperCase(),
      headers: copyHeaders(headers ?? request?.headers),
      body: body ?? (request?.body ? { byteLength: 0 } : null),
    });
  }

  patch(globalThis, 'fetch', (target, self, args) => {
    let exchange: Exchange | undefined;
    quietly(() => {
      exchange = begin(args);
    });
    if (!exchange) return apply(target, self, args);
    const mine = exchange;
    const answer = faulty(mine.load(), faults) ?? (apply(target, self, args) as Promise<Response>);
    quietly(() => follow(mine, answer, hearBody, quietly));
    const delayMs = delayOf(mine.load(), faults);
    return delayMs === 0 ? answer : delayed(answer, delayMs);
  });
}

function follow(
  exchange: Exchange,
  answer: Promise<Response>,
  hearBody: HearBody,
  quietly: (work: () => void) => void,
): void {
  settle(
    answer,
    (response) =>
      quietly(() => {
        const durationMs = exchange.elapsedMs();
        hearBody(response, (body) => exchange.answered(() => readHead(response), body, durationMs));
      }),
    (error) => quietly(() => exchange.failed(error)),
  );
}

/** Nobody can change an answer's. */
function readHead({ status, headers }: Response): AnswerHead {
  return { status, headers: Object.fromEntries(headers) };
}

/** As they are now, by name in lower case. Most are in a plain object, which is many times faster than to make a `Headers`. */
function copyHeaders(given: HeadersInit | undefined): Record<string, string> {
  if (given === undefined) return {};
  if (getPrototypeOf(given) !== Object.prototype) return Object.fromEntries(new Headers(given));
  const copy: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    const lower = name.toLowerCase();
    const value = `${(given as Record<string, string>)[name]}`.trim();
    copy[lower] = copy[lower] === undefined ? value : `${copy[lower]}, ${value}`;
  }
  return copy;
}

/** What the server says to a token that it does not know (`token_unknown` in `shared/src/errors.ts`). */
export const unknownToken = {
  type: 'about:blank',
  title: 'Unable to answer; this visitor token is not known.',
  status: 401,
  code: 'token_unknown',
  retryable: false,
  traceId: null,
};

/** The answer of a fault that is on, in the place of the server's. */
function faulty(load: ReturnType<Exchange['load']>, faults: Faults): Promise<Response> | undefined {
  if (faults.find(load, 'offline')) return Promise.reject(new TypeError('Failed to fetch'));
  if (!faults.find(load, 'expire_token')) return undefined;
  const headers = { 'content-type': 'application/problem+json' };
  return Promise.resolve(new Response(stringify(unknownToken), { status: unknownToken.status, headers }));
}

/** How long a fault that is on holds back the answer to what is asked now, in milliseconds. */
function delayOf(load: ReturnType<Exchange['load']>, faults: Faults): number {
  return (
    faults.find(load, 'delay_responses')?.delayMs ?? (faults.find(load, 'double_start') ? answersHeldMs : 0)
  );
}

function delayed(answer: Promise<Response>, delayMs: number): Promise<Response> {
  const wait = () => new Promise((resolve) => later(resolve, delayMs));
  return answer.then(
    (response) => wait().then(() => response),
    (error) =>
      wait().then(() => {
        throw error;
      }),
  );
}
