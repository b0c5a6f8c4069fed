import { looksOwn } from './address.ts';
import { beginExchange, type Exchange } from './exchange.ts';
import { apply, getterOf, listen, patch } from './natives.ts';
import { holdData } from './payload.ts';
import type { Tellers } from './tellers.ts';

interface Prepared {
  href: string;
  method: string;
  headers: Record<string, string>;
  exchange?: Exchange | undefined;
}

/** Hears XMLHttpRequest and beacons to widgets' own backends. */
export function watchRequests(tellers: Tellers, quietly: (work: () => void) => void): void {
  const prepared = new WeakMap<object, Prepared>();
  const hrefOfUrl = getterOf<string>(URL.prototype, 'href');

  function hrefOf(url: unknown): string | undefined {
    const given = typeof url === 'string' ? url : hrefOfUrl(url);
    if (given === undefined || !looksOwn(given)) return undefined;
    const { href } = new URL(given, document.baseURI);
    return tellers.isOwn(href) ? href : undefined;
  }

  patch(XMLHttpRequest.prototype, 'open', (target, self, args) => {
    quietly(() => {
      prepared.delete(self as object);
      const [method] = args;
      const href = hrefOf(args[1]);
      if (href && typeof method === 'string') prepared.set(self as object, { href, method, headers: {} });
    });
    return apply(target, self, args);
  });

  patch(XMLHttpRequest.prototype, 'setRequestHeader', (target, self, args) => {
    const mine = prepared.get(self as object);
    quietly(() => {
      if (mine) mine.headers[`${args[0]}`.toLowerCase()] = `${args[1]}`;
    });
    return apply(target, self, args);
  });

  patch(XMLHttpRequest.prototype, 'send', (target, self, args) => {
    const mine = prepared.get(self as object);
    if (mine) quietly(() => followRequest(self as XMLHttpRequest, mine, args[0]));
    return apply(target, self, args);
  });

  function followRequest(request: XMLHttpRequest, mine: Prepared, body: unknown): void {
    const exchange = beginExchange(tellers, { ...mine, body });
    if (!exchange) return;
    const end = () =>
      quietly(() => {
        if (request.status === 0) return exchange.failed(null);
        const type = request.responseType;
        const text = type === '' || type === 'text' ? request.responseText : null;
        const body = text === null ? { bytes: 0, describe: () => ({ unread: type }) } : holdData(text);
        const { status } = request;
        // Read now: the page may use the same object for another request.
        const lines = request.getAllResponseHeaders();
        exchange.answered(() => ({ status, headers: readLines(lines) }), body, exchange.elapsedMs());
      });
    listen(request, 'loadend', end);
  }

  patch(Navigator.prototype, 'sendBeacon', (target, self, args) => {
    let exchange: Exchange | undefined;
    quietly(() => {
      const href = hrefOf(args[0]);
      if (href) exchange = beginExchange(tellers, { href, method: 'POST', headers: {}, body: args[1] });
    });
    const accepted = apply(target, self, args);
    if (!accepted) quietly(() => exchange?.failed(null));
    return accepted;
  });
}

function readLines(lines: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines.trim().split('\r\n')) {
    const [name = '', value = ''] = line.split(': ', 2);
    headers[name] = value;
  }
  return headers;
}
