import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOk, newId, newToken, newTraceparent } from '../testing/call.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { connectVisitor, socketAddress } from '../testing/test-socket.ts';
import { makeTalkingVisitor, type TestVisitor } from '../testing/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** A socket in a trace of its own, and the line of its end once it has one. */
async function connect(visitor: TestVisitor, address = socketAddress(server, visitor)) {
  const traceparent = newTraceparent();
  const socket = await connectVisitor(address, { ...visitor, traceparent });
  const lineOf = (operation: string) => async () => {
    const find = () =>
      server.lines.find(
        (line) => line['operation'] === operation && line['traceId'] === traceparent.slice(3, 35),
      );
    await expect.poll(find).toBeTruthy();
    return find();
  };
  return { socket, opened: lineOf('ws_connect'), closed: lineOf('ws_close') };
}

async function reply(token: string, conversationId: string): Promise<string> {
  const body = { clientMessageId: newId(), body: 'Good morning' };
  const { message } = await callOk(server.origin, 'reply', { params: { conversationId }, token, body });
  return message.messageId;
}

function identify({ widgetId, token, deviceId }: TestVisitor, userId: string) {
  const userHash = createHmac('sha256', server.alfar.identitySecret).update(userId).digest('hex');
  return callOk(server.origin, 'identify', {
    params: { widgetId },
    token,
    body: { deviceId, proof: { kind: 'hmac', userId, userHash }, traits: {}, nextToken: newToken() },
  });
}

describe('[R1.2] the line of a socket’s end', () => {
  it('says what holds then: the conversation has moved on since it opened', async () => {
    const visitor = await makeTalkingVisitor(server);
    const { conversationId, sessionId } = visitor;
    const marta = await server.signIn(server.alfar);
    const { socket, opened, closed } = await connect(visitor);
    expect(await opened()).toMatchObject({ status: 'waiting', unreadCount: 0 });
    const lastMessageId = await reply(marta, conversationId);
    await callOk(server.origin, 'solve', { params: { conversationId }, token: marta, body: {} });
    await socket.next('event');
    await socket.next('event');
    socket.close();
    const now = { conversationId, sessionId, status: 'solved', lastMessageId, unreadCount: 1 };
    expect(await closed()).toMatchObject(now);
    expect(await opened()).toMatchObject({ status: 'waiting', unreadCount: 0 });
  });

  it('without a session says how much the contact has not read', async () => {
    const visitor = await makeTalkingVisitor(server);
    const marta = await server.signIn(server.alfar);
    await reply(marta, visitor.conversationId);
    const address = `${server.wsOrigin}/ws/${visitor.widgetId}`;
    const { socket, opened, closed } = await connect(visitor, address);
    expect(await opened()).toMatchObject({ conversationId: null, unreadCount: 1 });
    await reply(marta, visitor.conversationId);
    await socket.next('event');
    socket.close();
    expect(await closed()).toMatchObject({ conversationId: null, sessionId: null, unreadCount: 2 });
  });

  it('of one that is gone before its opening is written has what there is to know, after it', async () => {
    const visitor = await makeTalkingVisitor(server);
    const { socket, closed } = await connect(visitor);
    socket.ws.terminate();
    const line = await closed();
    expect(line).toMatchObject({ status: 'waiting', lastMessageId: expect.any(String), unreadCount: 0 });
    const ours = server.lines.filter((each) => each['traceId'] === line?.['traceId']);
    expect(ours.map((each) => each['operation'])).toEqual(['ws_connect', 'ws_close']);
  });

  it('of one whose contact was merged away tells what became of its conversation', async () => {
    const visitor = await makeTalkingVisitor(server);
    const userId = newId();
    // Of two that are open the one with the older message ends.
    await identify(await makeTalkingVisitor(server), userId);
    const { socket, closed } = await connect(visitor);
    await identify(visitor, userId);
    await socket.closed;
    expect(await closed()).toMatchObject({
      closeReason: 'identity_changed',
      conversationId: visitor.conversationId,
      status: 'archived',
    });
  });
});

describe('[R1.2] the line of a socket’s beginning', () => {
  it('does not name a session that is not this contact’s', async () => {
    const visitor = await makeTalkingVisitor(server);
    const other = await makeTalkingVisitor(server);
    const { socket, opened } = await connect(visitor, socketAddress(server, other));
    socket.close();
    expect(await opened()).toMatchObject({
      contactId: visitor.contactId,
      sessionId: null,
      conversationId: null,
    });
  });
});
