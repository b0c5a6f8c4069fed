import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RequestEffect } from '../core/effects.ts';
import { request } from './http.ts';

const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
const asked: RequestEffect = {
  type: 'request',
  route: 'bootstrap',
  path: 'bootstrap?',
  body: undefined,
  token: null,
  lane: 'bootstrap',
  about: '',
  epoch: 0,
};
let server: Server;

async function against(listener: RequestListener, effect: RequestEffect = asked) {
  server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const [end] = await request(`http://127.0.0.1:${port}/`, effect, traceparent);
  return end;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a request', () => {
  it('without a token carries its trace in the query, and no header that would need a preflight', async () => {
    const seen: unknown[] = [];
    const end = await against((req, res) => {
      seen.push(
        req.method,
        req.url,
        req.headers.traceparent,
        req.headers.authorization,
        req.headers['content-type'],
      );
      res.end('{"token":"none"}');
    });
    expect(seen).toEqual(['GET', `/bootstrap?&traceparent=${traceparent}`, undefined, undefined, undefined]);
    expect(end).toEqual({ answer: { token: 'none' }, failure: null });
  });

  it('with one carries both in headers, and its body as JSON', async () => {
    const seen: unknown[] = [];
    const effect = { ...asked, path: 'sessions', token: 'T', body: { intent: 'open' } };
    await against((req, res) => {
      seen.push(req.method, req.headers.traceparent, req.headers.authorization, req.headers['content-type']);
      req.on('data', (data) => seen.push(String(data))).on('end', () => res.end('{}'));
    }, effect);
    expect(seen).toEqual(['POST', traceparent, 'Bearer T', 'application/json', '{"intent":"open"}']);
  });

  it('answers with the problem that the server told', async () => {
    const { failure } = await against((_req, res) => {
      res.writeHead(409, { 'content-type': 'application/problem+json' });
      res.end(JSON.stringify({ code: 'another_open', conversationId: 'c' }));
    });
    expect(failure).toMatchObject({ code: 'another_open', retryable: false, conversationId: 'c' });
  });

  it.each([
    [429, 'rate_limited', true, 7_000],
    [502, 'unavailable', true, 7_000],
    [404, 'invalid_request', false, 7_000],
    [418, 'invalid_request', false, 7_000],
  ])('makes something of %i from a proxy that speaks HTML', async (status, code, retryable, retryAfterMs) => {
    const { failure } = await against((_req, res) => {
      res.writeHead(status, { 'retry-after': '7' });
      res.end('<html>');
    });
    expect(failure).toMatchObject({ code, retryable, retryAfterMs });
  });

  it('is offline where the connection breaks, or the answer is cut', async () => {
    const cut = await against((_req, res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('{"tok');
      res.destroy();
    });
    expect(cut).toMatchObject({ answer: null, failure: { code: 'offline', retryable: true } });
  });
});
