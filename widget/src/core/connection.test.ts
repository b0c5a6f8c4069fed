import { closeCodes } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import { aConversation, aMessage, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import { changesOf, Driver, knownDevice } from './testing/driver.ts';

const open = aConversation(1, { status: 'active' });

function connected(answersPings = true): Driver {
  const driver = new Driver();
  driver.answersPings = answersPings;
  driver.start({ conversations: [open] });
  driver.connect();
  return driver;
}

function pings(driver: Driver): number {
  return driver.all('socket_send').filter((effect) => effect.frame.type === 'ping').length;
}

describe('the socket', () => {
  it('is not opened for a visitor without a conversation, and closed when there is nothing left to hear', () => {
    const driver = new Driver();
    driver.start({ conversations: [aConversation(1, { status: 'solved' })] });
    expect(driver.all('socket_open')).toEqual([]);
    driver.send({ type: 'launcher_clicked' });
    expect(driver.all('socket_open')).toHaveLength(1);
    driver.connect();
    driver.send({ type: 'closed' });
    expect(driver.all('socket_close')).toMatchObject([{ code: closeCodes.idle.code }]);
    expect(driver.model.connection).toEqual({ name: 'idle' });
  });

  it('says hello first, with the token in the frame', () => {
    const driver = connected();
    expect(driver.all('socket_send')[0]?.frame).toMatchObject({ type: 'hello', reconnect: false });
    expect(driver.model.connection).toEqual({ name: 'connected' });
    expect(driver.asked('sync')).toEqual([]);
  });

  it('[R2.E][B12] syncs after every reconnect, and after the first connect where the version moved', () => {
    const driver = connected();
    driver.send({ type: 'socket_closed', id: 1, code: 1006 });
    expect(driver.model.connection).toMatchObject({ name: 'waiting', attempt: 2 });
    driver.wait(1_000);
    driver.connect();
    expect(
      driver
        .all('socket_send')
        .filter((e) => e.frame.type === 'hello')
        .at(-1)?.frame,
    ).toMatchObject({
      reconnect: true,
    });
    expect(driver.asked('sync')).toHaveLength(1);
    expect(driver.model.connection).toEqual({ name: 'syncing' });
    const behind = new Driver();
    behind.start({ conversations: [open] });
    behind.connect(4);
    expect(behind.asked('sync')).toHaveLength(1);
  });

  it('[B1] shows a sync that failed, and tries it again', () => {
    const driver = connected();
    driver.send({ type: 'visibility', visible: true });
    driver.fail('sync', { code: 'internal' });
    expect(driver.model.notice).toEqual({ kind: 'sync_failed' });
    expect(driver.model.connection).toEqual({ name: 'syncing' });
    driver.wait(3_000);
    expect(driver.asked('sync')).toHaveLength(2);
    driver.answer('sync', {
      kind: 'changes',
      changes: changesOf(idOf(1), 1, 1, []),
      more: false,
      serverTime: 0,
    });
    expect(driver.model.notice).toBeNull();
    expect(driver.model.connection).toEqual({ name: 'connected' });
  });

  it('turns the pages of a long sync', () => {
    const driver = connected();
    driver.send({ type: 'visibility', visible: true });
    const changes = changesOf(idOf(1), 1, 5, [open]);
    driver.answer('sync', { kind: 'changes', changes, more: true, serverTime: 0 });
    expect(driver.lastAsked('sync').path).toBe(`sync?cursor=${idOf(1)}:5`);
  });

  it('[B5] is closed and opened again when a ping goes unanswered, whatever it says', () => {
    const driver = connected(false);
    driver.wait(limits.heartbeatTimeoutMs + 10);
    expect(driver.all('socket_close')).toMatchObject([{ code: closeCodes.stale.code }]);
    driver.wait(2_000);
    expect(driver.all('socket_open')).toHaveLength(2);
  });

  it('stays open while pings are answered, and answers the server’s', () => {
    const driver = connected();
    driver.wait(5 * limits.heartbeatIntervalMs);
    expect(pings(driver)).toBe(6);
    driver.frame({ type: 'ping', traceparent: '', n: 3 });
    expect(driver.all('socket_send').at(-1)?.frame).toMatchObject({ type: 'pong', n: 3 });
    expect(driver.all('socket_close')).toEqual([]);
  });

  it('[B4][B9][H6] has to prove itself at once when the page comes back', () => {
    const driver = connected();
    driver.answersPings = false;
    driver.send({ type: 'visibility', visible: false });
    driver.wait(5_000);
    driver.send({ type: 'visibility', visible: true });
    expect(pings(driver)).toBe(2);
    driver.wait(limits.heartbeatTimeoutMs / 4 + 10);
    expect(driver.all('socket_close')).toMatchObject([{ code: closeCodes.stale.code }]);
  });

  it('[B4][B9] is taken for dead after sleep, and opened anew at once, with a sync', () => {
    const driver = connected();
    driver.send({ type: 'resumed' });
    expect(driver.all('socket_open')).toHaveLength(2);
    expect(driver.asked('sync')).toHaveLength(1);
  });

  it('[R3.4] says offline while offline, and reconnects when it is over', () => {
    const driver = connected();
    driver.send({ type: 'network', online: false });
    expect(driver.model.connection).toEqual({ name: 'offline' });
    driver.send({ type: 'network', online: true });
    driver.connect();
    expect(driver.asked('sync')).toHaveLength(1);
  });

  it('ignores frames and closings of a socket before', () => {
    const driver = connected();
    driver.send({ type: 'resumed' });
    driver.send({ type: 'socket_closed', id: 1, code: 1006 });
    expect(driver.model.socket?.id).toBe(2);
  });

  it('polls where sockets never open, and still tries one now and then', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    for (let i = 0; i < limits.socketFailuresBeforePolling; i++) {
      driver.send({ type: 'socket_closed', id: driver.model.socket?.id ?? 0, code: 1006 });
      if (i < limits.socketFailuresBeforePolling - 1) driver.wait(10_000);
    }
    expect(driver.model.connection).toEqual({ name: 'polling' });
    const changes = changesOf(idOf(1), 1, 1, []);
    for (let i = 0; i < 4; i++) {
      driver.answer('sync', { kind: 'changes', changes, more: false, serverTime: 0 });
      driver.wait(limits.pollIntervalMs);
    }
    expect(driver.asked('sync').length).toBeGreaterThanOrEqual(4);
    expect(driver.all('socket_open').length).toBeGreaterThan(limits.socketFailuresBeforePolling);
    while (!driver.model.socket) driver.wait(1_000);
    driver.connect();
    expect(driver.model.connection.name).toBe('syncing');
  });

  it('asks who we are when the server refuses the token', () => {
    const driver = connected();
    driver.send({ type: 'socket_closed', id: 1, code: closeCodes.unauthorized.code });
    driver.lock(knownDevice);
    expect(driver.asked('bootstrap')).toHaveLength(2);
  });
});

describe('events', () => {
  it('hold what came too early, and fold it once the one before is here', () => {
    const driver = connected();
    const [first, second] = [1, 2].map((v) =>
      changesOf(idOf(1), v, v + 1, [{ ...open, lastSeq: v }, aMessage(idOf(1), v)]),
    ) as [ReturnType<typeof changesOf>, ReturnType<typeof changesOf>];
    driver.frame({ type: 'event', traceparent: '', changes: second });
    expect(driver.model.view.version).toBe(1);
    driver.wait(limits.eventHoldMs - 10);
    driver.frame({ type: 'event', traceparent: '', changes: first });
    expect(driver.model.view.version).toBe(3);
    driver.wait(1_000);
    expect(driver.asked('sync')).toEqual([]);
  });

  it('[R2.E] sync where the hole is still there', () => {
    const driver = connected();
    driver.frame({ type: 'event', traceparent: '', changes: changesOf(idOf(1), 4, 5, [open]) });
    driver.wait(limits.eventHoldMs + 10);
    expect(driver.asked('sync')).toHaveLength(1);
  });

  it('[E7] of another contact change nothing', () => {
    const driver = connected();
    const before = driver.model.view;
    driver.frame({ type: 'event', traceparent: '', changes: changesOf(idOf(9), 1, 2, [aConversation(2)]) });
    expect(driver.model.view).toBe(before);
  });

  it('[H4] of typing end by themselves, and with the message', () => {
    const driver = connected();
    const typing = {
      type: 'typing',
      traceparent: '',
      conversationId: idOf(1),
      typing: true,
      agentName: 'Leo',
    } as const;
    driver.frame(typing);
    expect(Object.keys(driver.model.typing)).toEqual([idOf(1)]);
    driver.wait(limits.typingTtlMs + 1);
    expect(driver.model.typing).toEqual({});
    driver.frame(typing);
    const author = { kind: 'agent', agentId: idOf(5), name: 'Leo' } as const;
    driver.event({ ...open, lastSeq: 1 }, aMessage(idOf(1), 1, { author }));
    expect(driver.model.typing).toEqual({});
  });
});
