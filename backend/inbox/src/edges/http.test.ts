import { agentRoutes } from '@hilo/shared/protocol/agent-routes.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idOf } from '../testing/make.ts';
import { type Call, createCall } from './http.ts';
import { agentPaths } from './routes.ts';
import { type ApiServer, problem, startApiServer } from './testing/api-server.ts';
import { createTracer } from './tracer.ts';

let api: ApiServer;
let token: string | null;
let refused: string[];
let call: Call;

beforeEach(async () => {
  token = 'secret';
  refused = [];
  api = await startApiServer(() => ({ status: 200, body: {} }));
  call = createCall({
    base: api.base,
    tracer: createTracer(),
    token: () => token,
    onUnauthorized: (used) => refused.push(used),
  });
});
afterEach(() => api.close());

const conversationId = idOf('conversation', 1);

describe('calling the API', () => {
  it('knows its routes as the contract declares them', () => {
    const declared = Object.entries(agentRoutes).map(([name, route]) => [name, [route.method, route.path]]);
    expect(Object.fromEntries(declared)).toMatchObject(agentPaths);
  });

  it('fills the path, sends the token as Bearer, and one trace through all requests', async () => {
    await call('inbox', { query: { filter: 'mine', search: 'a b&c' } });
    await call('reply', {
      params: { conversationId },
      body: { clientMessageId: conversationId, body: 'Hi' },
    });
    const [list, reply] = api.seen;
    expect(list?.url.searchParams.get('search')).toBe('a b&c');
    expect(list?.url.href).not.toContain('secret');
    expect(reply?.url.pathname).toBe(`/v1/agent/conversations/${conversationId}/messages`);
    expect(reply?.headers.authorization).toBe('Bearer secret');
    expect(reply?.body).toEqual({ clientMessageId: conversationId, body: 'Hi' });
    const traces = api.seen.map((seen) => String(seen.headers['traceparent']).split('-'));
    expect(traces[0]?.[1]).toBe(traces[1]?.[1]);
    expect(traces[0]?.[2]).not.toBe(traces[1]?.[2]);
  });

  it('reads a problem: its sentence, its code, the way out', async () => {
    api.answer = () => problem(409, 'another_open', { conversationId });
    const result = await call('reopen', { params: { conversationId } });
    expect(result).toMatchObject({
      kind: 'failure',
      failure: {
        code: 'another_open',
        sentence: 'another_open.',
        retryable: false,
        conversationId,
        traceId: 'abc',
      },
    });
  });

  it('waits as long as the server asks', async () => {
    api.answer = () => ({ ...problem(429, 'rate_limited'), headers: { 'retry-after': '7' } });
    expect(await call('me')).toMatchObject({ failure: { retryable: true, retryAfterMs: 7_000 } });
  });

  it('understands a proxy that answers without a problem', async () => {
    api.answer = () => ({ status: 502, body: 'Bad gateway' });
    expect(await call('me')).toMatchObject({ failure: { code: 'unavailable', retryable: true } });
  });

  it('says that nothing answered', async () => {
    api.answer = () => ({ status: 200, body: {}, lost: true });
    expect(await call('me')).toMatchObject({ failure: { code: 'network', retryable: true } });
  });

  it('reports a token that is no longer taken, and drops the answer', async () => {
    api.answer = () => problem(401, 'agent_unauthorized');
    expect(await call('me')).toEqual({ kind: 'dropped' });
    expect(refused).toEqual(['secret']);
  });

  it('drops an answer that arrives for an earlier session [E12]', async () => {
    api.answer = () => {
      token = 'another agent';
      return { status: 200, body: {} };
    };
    expect(await call('me')).toEqual({ kind: 'dropped' });
  });
});
