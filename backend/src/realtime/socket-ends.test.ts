import { closeCodes } from '@hilo/shared/errors.ts';
import { describe, expect, it } from 'vitest';
import { newTraceparent } from '../testing/call.ts';
import { startTestServer } from '../testing/test-server.ts';
import {
  connectAgent,
  connectVisitor,
  openSocket,
  socketAddress,
  visitorHello,
} from '../testing/test-socket.ts';
import { makeTalkingVisitor } from '../testing/visitor.ts';

describe('heartbeat', () => {
  it('[B5] both sides ask and answer', async () => {
    const quick = await startTestServer({ socketLimits: { heartbeatIntervalMs: 30 } });
    try {
      const visitor = await makeTalkingVisitor(quick);
      const alive = await connectVisitor(socketAddress(quick, visitor), visitor);
      alive.send({ type: 'ping', traceparent: newTraceparent(), n: 7 });
      expect(await alive.next('pong')).toMatchObject({ n: 7 });
      expect([await alive.next('ping'), await alive.next('ping')]).toMatchObject([{ n: 1 }, { n: 2 }]);
    } finally {
      await quick.stop();
    }
  });

  it('[B5] a side that does not answer is let go', async () => {
    const strict = await startTestServer({
      socketLimits: { heartbeatIntervalMs: 30, heartbeatTimeoutMs: 60 },
    });
    try {
      const visitor = await makeTalkingVisitor(strict);
      const dead = await openSocket(socketAddress(strict, visitor), { answerPings: false });
      dead.send(visitorHello(visitor));
      expect(await dead.closed).toEqual({
        code: closeCodes.heartbeat_timeout.code,
        reason: 'heartbeat_timeout',
      });
    } finally {
      await strict.stop();
    }
  });
});

describe('a slow client', () => {
  it('is let go before its backlog grows, and the others go on', async () => {
    const strict = await startTestServer({ socketLimits: { socketBufferedBytesMax: 64 * 1024 } });
    try {
      const visitor = await makeTalkingVisitor(strict);
      const [slow, quick] = [
        await connectVisitor(socketAddress(strict, visitor), visitor),
        await connectVisitor(socketAddress(strict, visitor), visitor),
      ];
      slow.ws.pause();
      const closes = () =>
        strict.lines.filter((line) => line['operation'] === 'ws_close').map((line) => line['closeReason']);
      // The kernel takes some megabytes before the backlog is ours.
      const large = {
        contactId: visitor.contactId,
        from: 0,
        version: 0,
        changes: [],
        padding: 'x'.repeat(60_000),
      };
      for (let n = 0; n < 400 && closes().length === 0; n += 1) {
        strict.services.bus.publish([
          {
            traceparent: newTraceparent(),
            what: { kind: 'contact', companyId: 'alfar', contactId: visitor.contactId, changes: large },
          },
        ]);
        await quick.next('event');
      }
      await expect.poll(closes).toEqual(['too_slow']);
      await visitor.say('still here');
      await quick.next('event');
    } finally {
      await strict.stop();
    }
  });
});

describe('stopping', () => {
  it('asks every socket to come back elsewhere, takes no more, and finishes what is under way', async () => {
    const stopping = await startTestServer();
    const visitor = await makeTalkingVisitor(stopping);
    const visitors = await connectVisitor(socketAddress(stopping, visitor), visitor);
    const agents = await connectAgent(stopping.wsOrigin, await stopping.signIn(stopping.alfar));
    const saying = visitor.say('on its way');
    await stopping.stop();
    for (const socket of [visitors, agents]) {
      expect(await socket.closed).toEqual({ code: closeCodes.draining.code, reason: 'draining' });
    }
    expect((await saying).messageId).toBeTruthy();
    await expect(openSocket(socketAddress(stopping, visitor))).rejects.toThrow();
  });

  it('cuts a client that does not answer', async () => {
    const stopping = await startTestServer({ socketLimits: { closeGraceMs: 50 } });
    const visitor = await makeTalkingVisitor(stopping);
    const socket = await connectVisitor(socketAddress(stopping, visitor), visitor);
    socket.ws.pause();
    await stopping.stop();
    expect(stopping.services.draining.now).toBe(true);
  });
});
