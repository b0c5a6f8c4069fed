import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call, callOk, newId, newToken, newTraceparent } from '../testing/call.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { testPassword } from '../testing/test-companies.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { makeVisitor } from '../testing/visitor.ts';

let server: TestServer;
let distFolder: string;

beforeAll(async () => {
  distFolder = await mkdtemp(join(tmpdir(), 'hilo-dist-'));
  await mkdir(join(distFolder, 'widget'));
  await mkdir(join(distFolder, 'inbox/assets'), { recursive: true });
  await writeFile(join(distFolder, 'widget/hilo.js'), 'loads hilo-widget-a1b2c3d4.js');
  await writeFile(join(distFolder, 'widget/hilo-widget-a1b2c3d4.js'), 'widget');
  await writeFile(join(distFolder, 'widget/hilo-widget-a1b2c3d4.js.br'), 'squeezed');
  await writeFile(join(distFolder, 'inbox/index.html'), '<!doctype html>');
  await writeFile(join(distFolder, 'inbox/assets/index-a1b2c3d4.js'), 'inbox');
  server = await startTestServer({ distFolder, metricsToken: 'a-token-for-metrics' });
});
afterAll(async () => {
  await server.stop();
  await rm(distFolder, { recursive: true });
});

const params = () => ({ widgetId: server.alfar.widgetId });
const start = () => ({
  clientStartId: newId(),
  deviceId: newId(),
  intent: 'open' as const,
  replacesConversationId: null,
});

function lineOf(traceparent: string): Record<string, unknown> {
  const line = server.lines.find((each) => each['traceId'] === traceparent.slice(3, 35));
  if (!line) throw new Error('nothing was logged of this trace');
  return line;
}

describe('bootstrap of an unknown device', () => {
  it('[R4.1] answers with the widget’s settings, and writes nothing', async () => {
    const before = await fingerprint(server.pool);
    const traceparent = newTraceparent();
    const answer = await callOk(server.origin, 'bootstrap', {
      params: params(),
      query: { traceparent, deviceId: newId() },
    });
    expect(answer).toMatchObject({
      widget: { widgetId: server.alfar.widgetId, companyName: 'Alfar', policy: 'single' },
      token: 'none',
      snapshot: null,
    });
    expect(await fingerprint(server.pool)).toEqual(before);
    expect(lineOf(traceparent)).toMatchObject({ operation: 'bootstrap', contactId: null });
  });

  it('is one CORS-simple request: a page may read the answer without a preflight', async () => {
    const { headers, status } = await call(server.origin, 'bootstrap', {
      params: params(),
      headers: { Origin: server.alfar.origin },
    });
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe(server.alfar.origin);
    expect(headers.get('access-control-expose-headers')).toBe('Retry-After');
    expect(headers.get('vary')).toMatch(/Origin/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('an unknown token is not an error, and makes nobody', async () => {
    const before = await fingerprint(server.pool);
    const { token } = await callOk(server.origin, 'bootstrap', { params: params(), token: newToken() });
    expect(token).toBe('unknown');
    expect(await fingerprint(server.pool)).toEqual(before);
  });
});

describe('CORS', () => {
  const preflight = (Origin: string, path = `/v1/widgets/${server.alfar.widgetId}/sessions`) =>
    fetch(server.origin + path, {
      method: 'OPTIONS',
      headers: {
        Origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization',
      },
    });

  it('answers a preflight once for two hours', async () => {
    const response = await preflight(server.alfar.origin);
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': server.alfar.origin,
      'access-control-allow-headers': 'authorization, content-type, traceparent',
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': '7200',
    });
  });

  it('refuses the preflight of another page, and of another widget’s page', async () => {
    for (const origin of ['https://evil.example', server.norte.origin]) {
      const response = await preflight(origin);
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-methods')).toBeNull();
    }
  });

  it('lets no other site use the agents’ routes', async () => {
    const response = await preflight(server.alfar.origin, '/v1/agent/sign-in');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const body = { email: server.alfar.agentEmail, password: testPassword };
    const { headers } = await call(server.origin, 'signIn', {
      body,
      headers: { Origin: 'https://evil.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('logs', () => {
  it('[R1.2] every operation writes one line with all ten fields', async () => {
    const visitor = await makeVisitor(server, server.alfar);
    const inConversation = { ...params(), conversationId: visitor.conversationId };
    const { deviceId, token, contactId, conversationId, sessionId } = visitor;
    const { messageId } = await visitor.say('Hello');
    const lines = [];
    const calls = [
      ['bootstrap', 'bootstrap', { params: params(), token, query: { deviceId } }],
      ['startSession', 'start_session', { params: params(), token, body: { ...start(), deviceId } }],
      ['resolveSession', 'resolve_session', { params: { ...params(), sessionId }, token }],
      ['listConversations', 'list_conversations', { params: params(), token }],
      ['getConversation', 'get_conversation', { params: inConversation, token }],
      [
        'sendMessage',
        'send_message',
        { params: inConversation, token, body: { clientMessageId: newId(), deviceId, body: 'Hi' } },
      ],
      [
        'markRead',
        'mark_read',
        { params: inConversation, token, body: { deviceId, lastReadMessageId: messageId } },
      ],
      ['sync', 'sync', { params: params(), token, query: { cursor: `${contactId}:1` } }],
    ] as const;
    for (const [name, operation, options] of calls) {
      const traceparent = newTraceparent();
      await callOk(server.origin, name, { ...options, headers: { traceparent } });
      const line = lineOf(traceparent);
      expect(line, operation).toMatchObject({ operation, outcome: 'ok', errorCode: null, contactId });
      expect(line['spanId']).toBe(traceparent.slice(36, 52));
      for (const field of Object.keys(emptyTenFields)) expect(line, operation).toHaveProperty(field);
      lines.push(line);
    }
    const sent = lines.find((line) => line['operation'] === 'send_message');
    expect(sent).toMatchObject({
      companyId: 'alfar',
      widgetId: server.alfar.widgetId,
      deviceId,
      contactId,
      conversationId,
      sessionId,
      status: 'waiting',
      unreadCount: 0,
    });
    expect(sent?.['lastMessageId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('[R1.2] a refused operation says why, with what the request told', async () => {
    const traceparent = newTraceparent();
    const conversationId = newId();
    await call(server.origin, 'getConversation', {
      params: { ...params(), conversationId },
      token: newToken(),
      headers: { traceparent },
    });
    expect(lineOf(traceparent)).toMatchObject({
      operation: 'get_conversation',
      outcome: 'refused',
      errorCode: 'token_unknown',
      companyId: 'alfar',
      conversationId,
    });
  });

  it('never shows a token, a password or a message', async () => {
    const token = newToken();
    const visitor = await makeVisitor(server, server.alfar, token);
    await visitor.say('my card number is 4242');
    await call(server.origin, 'signIn', {
      body: { email: server.alfar.agentEmail, password: 'hunter2-hunter2' },
    });
    const agentToken = await server.signIn(server.alfar);
    await callOk(server.origin, 'me', { token: agentToken });
    const text = JSON.stringify(server.lines);
    for (const secret of [token, agentToken, '4242', 'hunter2', testPassword, server.alfar.agentEmail]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('traceparent', () => {
  it('of another request is not taken over by a malformed one: the server starts its own', async () => {
    const { problem } = await call(server.origin, 'me', { headers: { traceparent: '00-zz-zz-01' } });
    expect(problem.traceId).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('health and metrics', () => {
  it('is live and ready', async () => {
    expect((await fetch(`${server.origin}/health/live`)).status).toBe(200);
    expect(await (await fetch(`${server.origin}/health/ready`)).json()).toEqual({ ready: true });
  });

  it('counts operations by name and outcome, for those who have the token', async () => {
    await call(server.origin, 'me');
    expect((await fetch(`${server.origin}/metrics`)).status).toBe(401);
    const headers = { Authorization: 'Bearer a-token-for-metrics' };
    const text = await (await fetch(`${server.origin}/metrics`, { headers })).text();
    expect(text).toMatch(/hilo_operations_total\{operation="me",outcome="refused"\} \d+/);
    expect(text).toMatch(/hilo_send_batch_rows_count \d+/);
  });
});

describe('files', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.origin + path, {
      headers: { 'Accept-Encoding': 'identity', ...headers },
      redirect: 'manual',
    });

  it('serves the loader to any site, for minutes', async () => {
    const response = await get('/hilo.js', { Origin: 'https://anywhere.example' });
    expect(await response.text()).toContain('loads');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it('serves what is named by its content for ever, as it was precompressed', async () => {
    const response = await get('/hilo-widget-a1b2c3d4.js');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBeNull();
    const squeezed = await get('/hilo-widget-a1b2c3d4.js', { 'Accept-Encoding': 'br' }).catch(
      () => undefined,
    );
    expect(squeezed?.headers.get('content-encoding')).toBe('br');
    expect(squeezed?.headers.get('etag')).not.toBe(response.headers.get('etag'));
  });

  it('gives a page with yesterday’s loader today’s widget, and lets nobody keep it under that name', async () => {
    const response = await get('/hilo-widget-00000000.js');
    expect(await response.text()).toBe('widget');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('says where a client has it already', async () => {
    const etag = (await get('/hilo.js')).headers.get('etag') ?? '';
    // Not with fetch, which asks every cache on the way to stand aside where it is given this header.
    const [response] = (await once(
      request(`${server.origin}/hilo.js`, { headers: { 'If-None-Match': etag } }).end(),
      'response',
    )) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(304);
  });

  it('serves the inbox under a strict policy, in nobody’s frame', async () => {
    const response = await get('/inbox/');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect((await get('/inbox/assets/index-a1b2c3d4.js')).headers.get('cache-control')).toContain(
      'immutable',
    );
    expect((await get('/inbox')).headers.get('location')).toBe('/inbox/');
    expect((await get('/')).headers.get('location')).toBe('/inbox/');
  });

  it.each([
    '/inbox/../widget/hilo.js',
    '/inbox/%2e%2e/%2e%2e/package.json',
    '/hilo-widget-a1b2c3d4.js.br',
    '/.env',
  ])('does not serve %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe('limits', () => {
  it('[H7] 429 with Retry-After, readable by the page, and nothing changed', async () => {
    const strict = await startTestServer({ rateLimits: { visitorWrites: { points: 3, seconds: 60 } } });
    try {
      const visitor = await makeVisitor(strict, strict.alfar);
      await visitor.say('one');
      await visitor.say('two');
      const before = await fingerprint(strict.pool);
      const refused = await call(strict.origin, 'sendMessage', {
        params: { widgetId: visitor.widgetId, conversationId: visitor.conversationId },
        token: visitor.token,
        headers: { Origin: strict.alfar.origin },
        body: { clientMessageId: newId(), deviceId: visitor.deviceId, body: 'three' },
      });
      expect(refused.status).toBe(429);
      expect(refused.problem).toMatchObject({ code: 'rate_limited', retryAfterSeconds: expect.any(Number) });
      expect(refused.headers.get('retry-after')).toBe(String(refused.problem.retryAfterSeconds));
      expect(refused.headers.get('access-control-allow-origin')).toBe(strict.alfar.origin);
      expect(await fingerprint(strict.pool)).toEqual(before);
      // Somebody else behind the same address goes on.
      await makeVisitor(strict, strict.alfar);
    } finally {
      await strict.stop();
    }
  });

  it('bounds what one address may ask, before anything is looked up', async () => {
    const strict = await startTestServer({ rateLimits: { address: { points: 1, seconds: 60 } } });
    try {
      await call(strict.origin, 'bootstrap', { params: { widgetId: strict.alfar.widgetId } });
      const { problem, headers } = await call(strict.origin, 'bootstrap', {
        params: { widgetId: strict.alfar.widgetId },
        headers: { Origin: strict.alfar.origin },
      });
      expect(problem.code).toBe('rate_limited');
      expect(headers.get('access-control-allow-origin')).toBe('*');
    } finally {
      await strict.stop();
    }
  });

  it('bounds the passwords tried for one account, and leaves the others alone', async () => {
    const strict = await startTestServer({ rateLimits: { signInAccount: { points: 2, seconds: 60 } } });
    const attempt = (email: string, password: string) =>
      call(strict.origin, 'signIn', { body: { email, password } });
    try {
      const { agentEmail } = strict.alfar;
      await attempt(agentEmail, 'wrong');
      await attempt(agentEmail.toUpperCase(), 'wrong');
      expect((await attempt(agentEmail, testPassword)).problem.code).toBe('rate_limited');
      expect((await attempt(strict.norte.agentEmail, testPassword)).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });
});

describe('failures of our own', () => {
  it('are internal, logged with their stack, and told without a detail', async () => {
    const broken = await startTestServer();
    try {
      const token = await broken.signIn(broken.alfar);
      await broken.pool.query(sql.type(z.object({}))`ALTER TABLE notes RENAME COLUMN body TO text`);
      const visitor = await makeVisitor(broken, broken.alfar);
      await visitor.say('Hello');
      const { problem, status } = await call(broken.origin, 'addNote', {
        params: { conversationId: visitor.conversationId },
        token,
        body: { clientNoteId: newId(), body: 'a secret note' },
      });
      expect(status).toBe(500);
      expect(problem).toMatchObject({
        code: 'internal',
        detail: 'Unable to answer; something broke on our side.',
      });
      const line = broken.lines.find((each) => each['errorCode'] === 'internal');
      expect(line).toMatchObject({ level: 'error', operation: 'addNote', traceId: problem.traceId });
      expect(JSON.stringify(line)).toContain('stack');
      expect(JSON.stringify(line)).not.toContain('a secret note');
    } finally {
      await broken.stop();
    }
  });

  it('a database that is gone is told as a wait, and as not ready', async () => {
    const broken = await startTestServer();
    try {
      const token = await broken.signIn(broken.alfar);
      await broken.dropDatabase();
      const { problem, headers, status } = await call(broken.origin, 'me', { token });
      expect(status).toBe(503);
      expect(problem).toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) });
      expect(headers.get('retry-after')).toBe(String(problem.retryAfterSeconds));
      expect(broken.lines.find((line) => line['errorCode'] === 'unavailable')).toMatchObject({
        level: 'error',
        operation: 'me',
        err: { stack: expect.any(String) },
      });
      const ready = await fetch(`${broken.origin}/health/ready`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ detail: 'Unable to work; the database does not answer.' });
      expect((await fetch(`${broken.origin}/health/live`)).status).toBe(200);
    } finally {
      await broken.stop();
    }
  });

  it('a database that is behind is not ready, and says what to run', async () => {
    const broken = await startTestServer();
    try {
      await broken.pool.query(sql.type(z.object({}))`
        DELETE FROM schema_migrations WHERE id = (SELECT max(id) FROM schema_migrations)
      `);
      const ready = await fetch(`${broken.origin}/health/ready`);
      expect(await ready.json()).toMatchObject({
        code: 'unavailable',
        detail: 'Unable to work; the database is behind; run: hilo migrate.',
      });
    } finally {
      await broken.stop();
    }
  });
});
