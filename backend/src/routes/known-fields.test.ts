import type { Route } from '@hilo/shared/protocol/route.ts';
import { type RouteName, routes } from '@hilo/shared/protocol/routes.ts';
import { visitorRoutes } from '@hilo/shared/protocol/visitor-routes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, callOk, newId, newTraceparent } from '../testing/call.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { type Fixtures, makeFixtures, validCall } from '../testing/valid-calls.ts';

let server: TestServer;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = await makeFixtures(server);
  const { ana, agentToken: token } = fixtures;
  // A survey is then due.
  await callOk(server.origin, 'solve', { params: { conversationId: ana.conversationId }, token, body: {} });
});
afterAll(() => server.stop());

/** The line of one call of a route, and what it answered. */
async function lineOf(name: RouteName, more: { token?: string; params?: Record<string, string> } = {}) {
  const traceparent = newTraceparent();
  const right = validCall(name, fixtures);
  const params = { ...right.params, ...more.params };
  const { status } = await call(server.origin, name, { ...right, ...more, params, headers: { traceparent } });
  return { status, line: server.lines.find((line) => line['spanId'] === traceparent.slice(36, 52)) };
}

/** As they can follow each other: identify needs a proof of its own, and changes who it is; logout ends it all. */
const late: RouteName[] = ['startSession', 'logout'];
const names = (Object.keys(visitorRoutes) as RouteName[]).filter(
  (name) => name !== 'identify' && !late.includes(name),
);

describe('[R1.2] the line of an operation has what the server knows', () => {
  it.each([...names, ...late])('of %s', async (name) => {
    const { ana } = fixtures;
    const { status, line } = await lineOf(name);
    expect(status).toBe(200);
    expect(line).toMatchObject({
      operation: (routes[name] as Route).operation ?? name,
      companyId: 'alfar',
      widgetId: ana.widgetId,
      deviceId: ana.deviceId,
      contactId: ana.contactId,
      unreadCount: 0,
    });
    const isAbout = line?.['conversationId'] !== null;
    if (/:(conversation|session)Id/.test(routes[name].path)) expect(isAbout).toBe(true);
    expect(line).toMatchObject({
      sessionId: isAbout ? expect.stringMatching(/^[0-9a-f-]{36}$/) : null,
      status: isAbout ? expect.any(String) : null,
      lastMessageId: isAbout ? expect.any(String) : null,
    });
    if (line?.['conversationId'] === ana.conversationId) expect(line['sessionId']).toBe(ana.sessionId);
  });
});

describe('[R1.2][R4.5] a session is named where there is one', () => {
  it('not of a device that only reads what another one has started', async () => {
    const { bruno } = fixtures;
    const other = { params: { conversationId: bruno.conversationId }, token: bruno.token };
    const marked = await call(server.origin, 'markRead', {
      params: { ...other.params, widgetId: bruno.widgetId },
      token: bruno.token,
      headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
      body: { lastReadMessageId: bruno.messageId, deviceId: newId() },
    });
    expect(marked.status).toBe(200);
    const line = server.lines.find((each) => each['spanId'] === '00f067aa0ba902b7');
    expect(line).toMatchObject({ conversationId: bruno.conversationId, sessionId: null });
    expect((await lineOf('listMessages', other)).line).toMatchObject({ sessionId: bruno.sessionId });
  });
});
