import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { closeCodes } from '@hilo/shared/errors.ts';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOk, newId, newToken, newTraceparent } from '../testing/call.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import {
  agentHello,
  connectAgent,
  connectVisitor,
  openSocket,
  socketAddress,
  visitorHello,
} from '../testing/test-socket.ts';
import { makeTalkingVisitor, makeVisitor, type TestVisitor } from '../testing/visitor.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const addressOf = (visitor: TestVisitor, at = server) => socketAddress(at, visitor);
const talkingVisitor = (at = server) => makeTalkingVisitor(at);

/** An upgrade by hand, with bytes right behind it; resolves once the server has ended the connection. */
async function rawUpgrade(
  origin: string,
  path: string,
  version: number,
  then = Buffer.alloc(0),
): Promise<void> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(Buffer.concat([Buffer.from(upgradeRequest(hostname, path, version)), then]));
  socket.resume();
  await once(socket, 'close');
}

function upgradeRequest(host: string, path: string, version: number, more: string[] = []): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Version: ${version}`,
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...more,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

describe('hello', () => {
  it('[R4.3] is answered with the contact, its version, and what the session resolves to', async () => {
    const visitor = await talkingVisitor();
    const traceparent = newTraceparent();
    const { ready, close } = await connectVisitor(addressOf(visitor), { ...visitor, traceparent });
    expect(ready).toMatchObject({
      contactId: visitor.contactId,
      session: { sessionId: visitor.sessionId, conversationId: visitor.conversationId },
      traceparent,
    });
    const snapshot = await callOk(server.origin, 'bootstrap', {
      params: { widgetId: visitor.widgetId },
      token: visitor.token,
    });
    expect(ready).toMatchObject({ version: snapshot.snapshot?.version });
    close();
  });

  it('[E7] resolves no session of somebody else', async () => {
    const [visitor, other] = [await talkingVisitor(), await talkingVisitor()];
    for (const sessionId of [other.sessionId, newId(), 'nonsense']) {
      const address = `${server.wsOrigin}/ws/${visitor.widgetId}/${sessionId}`;
      const { ready, close } = await connectVisitor(address, visitor);
      expect(ready).toMatchObject({ contactId: visitor.contactId, session: null });
      close();
    }
  });

  it('[H8] is needed: a token in the address is not looked at', async () => {
    const visitor = await talkingVisitor();
    const quick = await startTestServer({ socketLimits: { helloDeadlineMs: 50 } });
    try {
      const address = `${quick.wsOrigin}/ws/${quick.alfar.widgetId}?token=${visitor.token}`;
      const socket = await openSocket(address);
      expect(await socket.closed).toEqual({ code: closeCodes.hello_timeout.code, reason: 'hello_timeout' });
      expect(JSON.stringify(quick.lines)).not.toContain(visitor.token);
    } finally {
      await quick.stop();
    }
  });

  it.each([
    ['an unknown token', newToken(), 'unauthorized'],
    ['what is no token', 'short', 'bad_frame'],
  ] as const)('with %s closes the socket', async (_what, token, reason) => {
    const socket = await openSocket(`${server.wsOrigin}/ws/${server.alfar.widgetId}`);
    socket.send(visitorHello({ token }));
    expect(await socket.closed).toEqual({ code: closeCodes[reason].code, reason });
  });

  it('[E8] with a revoked token closes the socket', async () => {
    const visitor = await talkingVisitor();
    const { widgetId, deviceId, token } = visitor;
    await callOk(server.origin, 'logout', { params: { widgetId }, token, body: { deviceId } });
    const socket = await openSocket(addressOf(visitor));
    socket.send(visitorHello(visitor));
    expect((await socket.closed).reason).toBe('unauthorized');
  });

  it('[E7] with another company’s token closes the socket', async () => {
    const visitor = await talkingVisitor();
    const socket = await openSocket(`${server.wsOrigin}/ws/${server.norte.widgetId}`);
    socket.send(visitorHello(visitor));
    expect((await socket.closed).reason).toBe('unauthorized');
  });

  it('is refused to an agent who is not signed in', async () => {
    const socket = await openSocket(`${server.wsOrigin}/ws/agent`);
    socket.send(agentHello('forged'));
    expect((await socket.closed).reason).toBe('unauthorized');
  });
});

describe('frames', () => {
  it.each([
    ['not JSON', 'nope'],
    ['an unknown type', '{"type":"shout","traceparent":""}'],
    ['too long for a hello', JSON.stringify({ type: 'hello', padding: 'x'.repeat(5_000) })],
  ])('%s: closes', async (_what, text) => {
    const socket = await openSocket(`${server.wsOrigin}/ws/${server.alfar.widgetId}`);
    socket.send(text);
    expect((await socket.closed).reason).toBe('bad_frame');
  });

  it('binary: closes', async () => {
    const socket = await openSocket(`${server.wsOrigin}/ws/${server.alfar.widgetId}`);
    socket.ws.send(Buffer.from([1, 2, 3]), { binary: true });
    expect((await socket.closed).reason).toBe('bad_frame');
  });

  it('too long for any frame: closes with the code of the RFC', async () => {
    const socket = await openSocket(`${server.wsOrigin}/ws/${server.alfar.widgetId}`);
    socket.send('x'.repeat(20_000));
    expect((await socket.closed).code).toBe(1009);
  });

  it('too many a second: closes', async () => {
    const visitor = await talkingVisitor();
    const socket = await connectVisitor(addressOf(visitor), visitor);
    for (let n = 0; n < 50; n += 1) socket.send({ type: 'ping', traceparent: newTraceparent(), n });
    expect((await socket.closed).reason).toBe('rate_limited');
  });
});

describe('address and origin', () => {
  it('an unknown widget is said in a close code, which a page can read', async () => {
    const socket = await openSocket(`${server.wsOrigin}/ws/wgt_nobody`);
    expect(await socket.closed).toEqual({ code: closeCodes.not_found.code, reason: 'not_found' });
  });

  it('an unknown widget’s socket may be sent anything', async () => {
    // A frame with reserved bits set (RFC 6455 §5.2), before ours can arrive.
    await rawUpgrade(server.origin, '/ws/wgt_nobody', 13, Buffer.from([0xf1, 0x80, 0, 0, 0, 0]));
    await talkingVisitor();
  });

  it.each([
    ['a visitor', () => `/ws/${server.alfar.widgetId}`, 'https://evil.example'],
    ['an agent', () => '/ws/agent', 'https://evil.example'],
    ['an agent, from the widget’s page', () => '/ws/agent', server?.alfar.origin ?? 'http://shop.alfar.test'],
  ])('%s: a page that has no business here gets no socket', async (_what, path, origin) => {
    await expect(openSocket(server.wsOrigin + path(), { origin })).rejects.toThrow('403');
  });

  it('who is refused cannot keep half of the connection', async () => {
    const { hostname, port } = new URL(server.origin);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.write(upgradeRequest(hostname, '/ws/agent', 13, ['Origin: https://evil.example']));
    socket.resume();
    await once(socket, 'end');
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    const writing = setInterval(() => socket.write('x'), 20);
    await gone;
    clearInterval(writing);
  });

  it('pages that have one do', async () => {
    const visitors = await openSocket(`${server.wsOrigin}/ws/${server.alfar.widgetId}`, {
      origin: server.alfar.origin,
    });
    const agents = await openSocket(`${server.wsOrigin}/ws/agent`, { origin: server.origin });
    visitors.close();
    agents.close();
  });

  it('one address may hold only so many sockets that never said who they are', async () => {
    const strict = await startTestServer({ socketLimits: { pendingSocketsPerAddressMax: 2 } });
    try {
      const address = `${strict.wsOrigin}/ws/${strict.alfar.widgetId}`;
      const [first] = [await openSocket(address), await openSocket(address)];
      await expect(openSocket(address)).rejects.toThrow('429');
      first?.close();
      await first?.closed;
      await expect
        .poll(() =>
          openSocket(address).then(
            () => 'open',
            () => 'refused',
          ),
        )
        .toBe('open');
    } finally {
      await strict.stop();
    }
  });

  it('[H7] what never became a WebSocket does not count against its address', async () => {
    const strict = await startTestServer({ socketLimits: { pendingSocketsPerAddressMax: 2 } });
    try {
      const path = `/ws/${strict.alfar.widgetId}`;
      for (let n = 0; n < 3; n += 1) await rawUpgrade(strict.origin, path, 99);
      const visitor = await talkingVisitor(strict);
      const { ready, close } = await connectVisitor(addressOf(visitor, strict), visitor);
      expect(ready).toMatchObject({ contactId: visitor.contactId });
      close();
    } finally {
      await strict.stop();
    }
  });

  it('one contact may hold only so many sockets', async () => {
    const strict = await startTestServer({ socketLimits: { socketsPerContactMax: 2 } });
    try {
      const visitor = await talkingVisitor(strict);
      const address = addressOf(visitor, strict);
      await connectVisitor(address, visitor);
      await connectVisitor(address, visitor);
      const third = await openSocket(address);
      third.send(visitorHello(visitor));
      expect((await third.closed).reason).toBe('too_many_sockets');
    } finally {
      await strict.stop();
    }
  });
});

describe('events', () => {
  it('[E7][R3.2] reach all tabs of a contact and the agents of its company, and nobody else', async () => {
    const [ana, bruno] = [await talkingVisitor(), await talkingVisitor()];
    const vera = await makeVisitor(server, server.norte);
    const [tab, otherTab, brunos, veras, marta, ines] = await Promise.all([
      connectVisitor(addressOf(ana), ana),
      connectVisitor(`${server.wsOrigin}/ws/${ana.widgetId}`, { token: ana.token }),
      connectVisitor(addressOf(bruno), bruno),
      connectVisitor(addressOf(vera), vera),
      server.signIn(server.alfar).then((token) => connectAgent(server.wsOrigin, token)),
      server.signIn(server.norte).then((token) => connectAgent(server.wsOrigin, token)),
    ]);
    const { messageId, version } = await ana.say('Only for us');
    for (const socket of [tab, otherTab]) {
      const { changes } = await socket.next('event');
      expect(changes).toMatchObject({ contactId: ana.contactId, version, from: version - 1 });
      expect(JSON.stringify(changes)).toContain(messageId);
    }
    expect((await marta.next('changed')).change.messages).toMatchObject([{ messageId, body: 'Only for us' }]);
    // Everybody else hears what comes after it, and never that.
    await bruno.say('b');
    await brunos.next('event');
    await vera.say('v');
    await Promise.all([veras.next('event'), ines.next('changed')]);
    for (const socket of [brunos, veras, ines])
      expect(JSON.stringify(socket.frames)).not.toContain(messageId);
    for (const socket of [tab, otherTab, brunos, veras, marta, ines]) socket.close();
  });

  it('[R2.E] nothing falls between the version in ready and the first event', async () => {
    const visitor = await talkingVisitor();
    let isWriting = true;
    const writing = (async () => {
      while (isWriting) await visitor.say('x');
    })();
    for (let round = 0; round < 15; round += 1) {
      const socket = await connectVisitor(addressOf(visitor), visitor);
      const event = await socket.next('event');
      expect(event.changes.from).toBe('version' in socket.ready ? socket.ready.version : -1);
      socket.close();
    }
    isWriting = false;
    await writing;
  });

  it('[E9] a token that is revoked loses its sockets, the others keep theirs', async () => {
    const [ana, bruno] = [await talkingVisitor(), await talkingVisitor()];
    const [anas, brunos] = [
      await connectVisitor(addressOf(ana), ana),
      await connectVisitor(addressOf(bruno), bruno),
    ];
    await callOk(server.origin, 'logout', {
      params: { widgetId: ana.widgetId },
      token: ana.token,
      body: { deviceId: ana.deviceId },
    });
    expect(await anas.closed).toEqual({ code: closeCodes.identity_changed.code, reason: 'identity_changed' });
    await bruno.say('still here');
    await brunos.next('event');
    brunos.close();
  });

  it('[E8] an agent who signs out loses the sockets of that sign-in at once, and no others', async () => {
    const [token, other] = [await server.signIn(server.alfar), await server.signIn(server.alfar)];
    const [left, stays] = [
      await connectAgent(server.wsOrigin, token),
      await connectAgent(server.wsOrigin, other),
    ];
    await callOk(server.origin, 'signOut', { token, body: {} });
    expect(await left.closed).toEqual({ code: closeCodes.unauthorized.code, reason: 'unauthorized' });
    await (await talkingVisitor()).say('still here?');
    await stays.next('changed');
    stays.close();
  });

  it('[E8] an agent whose token was revoked elsewhere hears nothing more before long', async () => {
    const strict = await startTestServer({ socketLimits: { agentRecheckMs: 20 } });
    try {
      const socket = await connectAgent(strict.wsOrigin, await strict.signIn(strict.alfar));
      await strict.pool.query(sql.unsafe`UPDATE agent_tokens SET revoked_at = now()`);
      expect((await socket.closed).reason).toBe('unauthorized');
    } finally {
      await strict.stop();
    }
  });
});

describe('typing', () => {
  it('[H4] is relayed both ways, and ends with the socket', async () => {
    const visitor = await talkingVisitor();
    const { conversationId } = visitor;
    const visitors = await connectVisitor(addressOf(visitor), visitor);
    const agents = await connectAgent(server.wsOrigin, await server.signIn(server.alfar));
    visitors.send({ type: 'typing', traceparent: newTraceparent(), conversationId, typing: true });
    expect(await agents.next('typing')).toMatchObject({ conversationId, typing: true, agent: null });
    agents.send({ type: 'typing', traceparent: newTraceparent(), conversationId, typing: true });
    expect(await visitors.next('typing')).toMatchObject({
      conversationId,
      typing: true,
      agentName: server.alfar.agentName,
    });
    visitors.close();
    expect(await agents.next('typing')).toMatchObject({ conversationId, typing: false, agent: null });
    agents.close();
  });

  it('[E7] says nothing in somebody else’s conversation', async () => {
    const [ana, bruno] = [await talkingVisitor(), await talkingVisitor()];
    const anas = await connectVisitor(addressOf(ana), ana);
    const agents = await connectAgent(server.wsOrigin, await server.signIn(server.alfar));
    const type = (conversationId: string) =>
      anas.send({ type: 'typing', traceparent: newTraceparent(), conversationId, typing: true });
    type(bruno.conversationId);
    type(ana.conversationId);
    expect(await agents.next('typing')).toMatchObject({ conversationId: ana.conversationId });
    anas.close();
    agents.close();
  });
});

describe('logs', () => {
  it('[R1.1][R1.2] ws_connect and ws_reconnect, with what the hello told', async () => {
    const visitor = await talkingVisitor();
    for (const [reconnect, operation] of [
      [false, 'ws_connect'],
      [true, 'ws_reconnect'],
    ] as const) {
      const traceparent = newTraceparent();
      const socket = await connectVisitor(addressOf(visitor), { ...visitor, reconnect, traceparent });
      socket.close();
      const isOurs = (each: Record<string, unknown>) => each['spanId'] === traceparent.slice(36, 52);
      await expect.poll(() => server.lines.some(isOurs)).toBe(true);
      const line = server.lines.find(isOurs);
      expect(line).toMatchObject({
        operation,
        outcome: 'ok',
        companyId: 'alfar',
        widgetId: visitor.widgetId,
        deviceId: visitor.deviceId,
        contactId: visitor.contactId,
        conversationId: visitor.conversationId,
        sessionId: visitor.sessionId,
        status: 'waiting',
        lastMessageId: expect.any(String),
        unreadCount: 0,
      });
      await expect
        .poll(() =>
          server.lines.some(
            (each) => each['operation'] === 'ws_close' && each['traceId'] === line?.['traceId'],
          ),
        )
        .toBe(true);
    }
  });
});
