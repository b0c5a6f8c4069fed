import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { aConversation, aMessage, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import { changesOf, Driver, knownDevice } from './testing/driver.ts';

const conversationId = idOf(1);
const open = aConversation(1, { status: 'active' });

function inThread(row: Conversation = open): Driver {
  const driver = new Driver();
  driver.start({ conversations: [row] });
  driver.send({ type: 'launcher_clicked' });
  driver.connect();
  driver.send({ type: 'conversation_chosen', conversationId });
  return driver;
}

function write(driver: Driver, text: string): string {
  driver.send({ type: 'draft_changed', text });
  driver.send({ type: 'send_clicked' });
  return driver.model.outbox.at(-1)?.clientMessageId ?? '';
}

function accepted(driver: Driver, clientMessageId: string, seq = 1) {
  const message = aMessage(conversationId, seq, { clientMessageId });
  return { message, duplicate: false, changes: driver.changes({ ...open, lastSeq: seq }, message) };
}

describe('the outbox', () => {
  it('[R2.D] is in storage before the network is asked, and leaves when the row is here', () => {
    const driver = inThread();
    driver.effects.length = 0;
    const id = write(driver, ' Hello ');
    const order = driver.effects
      .map((effect) => effect.type)
      .filter((type) => type === 'store' || type === 'request');
    expect(order.slice(0, 2)).toEqual(['store', 'request']);
    expect(driver.lastAsked('sendMessage').body).toMatchObject({ clientMessageId: id, body: 'Hello' });
    expect(driver.outboxed()).toEqual(['Hello: sending']);
    driver.answer('sendMessage', accepted(driver, id));
    expect(driver.outboxed()).toEqual([]);
    expect(driver.all('remove').map((effect) => effect.key)).toContain(`outbox:${id}`);
    expect(driver.model.view.threads[conversationId]?.messages).toHaveLength(1);
  });

  it.each([
    ['[C4] the live event, before the answer', (d: Driver, id: string) => d.event(accepted(d, id).message)],
    [
      '[C6] a sync, the answer being lost',
      (d: Driver, id: string) => {
        d.send({ type: 'visibility', visible: true });
        const { changes } = accepted(d, id);
        d.answer('sync', { kind: 'changes', changes, more: false, serverTime: 0 });
      },
    ],
    [
      '[C5] history',
      (d: Driver, id: string) => {
        const messages = [accepted(d, id).message];
        const thread = { conversationId, messages, hasEarlier: false };
        const conversations = [{ ...open, lastSeq: 1 }];
        d.send({ type: 'socket_closed', id: d.model.socket?.id ?? 0, code: 1006 });
        d.wait(1_000);
        d.connect(5);
        d.answer('sync', {
          kind: 'reset',
          reason: 'too_old',
          snapshot: { ...snapshotOf(d), conversations, thread, version: 5 },
          serverTime: 0,
        });
      },
    ],
  ])('is cleared by %s, and a late answer does not bring it back', (_road, arrive) => {
    const driver = inThread();
    const id = write(driver, 'Hello');
    const question = driver.lastAsked('sendMessage');
    arrive(driver, id);
    expect(driver.outboxed()).toEqual([]);
    driver.fail('sendMessage', {}, question);
    expect(driver.outboxed()).toEqual([]);
  });

  it('[C7] is first in, first out, one in flight, and keeps the order through failures', () => {
    const driver = inThread();
    const first = write(driver, 'one');
    write(driver, 'two');
    expect(driver.asked('sendMessage')).toHaveLength(1);
    driver.fail('sendMessage', {});
    expect(driver.outboxed()).toEqual(['one: waiting', 'two: queued']);
    driver.wait(2_000);
    expect(driver.asked('sendMessage').map((q) => q.about)).toEqual([first, first]);
    driver.answer('sendMessage', accepted(driver, first));
    expect(driver.outboxed()).toEqual(['two: sending']);
  });

  it('[C1][C2][C11] retries under the same id, less and less often', () => {
    const driver = inThread();
    const id = write(driver, 'Hello');
    for (let i = 0; i < 6; i++) {
      driver.fail('sendMessage', { code: 'unavailable' });
      driver.wait(16_000);
    }
    expect(new Set(driver.asked('sendMessage').map((q) => q.about))).toEqual(new Set([id]));
    expect(driver.asked('sendMessage').length).toBeLessThan(12);
  });

  it('[H7] waits as long as the server asks, and says so', () => {
    const driver = inThread();
    write(driver, 'Hello');
    driver.fail('sendMessage', { code: 'rate_limited', retryAfterMs: 20_000 });
    expect(driver.model.notice).toEqual({ kind: 'rate_limited', untilMs: driver.at + 20_000 });
    driver.send({ type: 'network', online: true });
    driver.send({ type: 'retry_connection_clicked' });
    driver.wait(19_000);
    expect(driver.asked('sendMessage')).toHaveLength(1);
    driver.wait(1_100);
    expect(driver.asked('sendMessage')).toHaveLength(2);
    expect(driver.model.notice).toBeNull();
  });

  it('shows what was refused, lets the next ones pass, and retries or discards on demand', () => {
    const driver = inThread();
    const bad = write(driver, 'bad');
    const good = write(driver, 'good');
    driver.fail('sendMessage', { code: 'message_conflict', retryable: false });
    expect(driver.outboxed()).toEqual(['bad: failed', 'good: sending']);
    expect(driver.model.outbox[0]).toMatchObject({ error: 'message_conflict' });
    driver.answer('sendMessage', accepted(driver, good));
    driver.send({ type: 'retry_clicked', clientMessageId: bad });
    expect(driver.lastAsked('sendMessage').about).toBe(bad);
    driver.fail('sendMessage', { code: 'message_conflict', retryable: false });
    driver.send({ type: 'discard_clicked', clientMessageId: bad });
    expect(driver.outboxed()).toEqual([]);
  });

  it('offers the open conversation to what was refused because of it', () => {
    const driver = inThread(aConversation(1, { status: 'solved' }));
    const id = write(driver, 'Hello again');
    const other = idOf(2);
    driver.fail('sendMessage', { code: 'another_open', retryable: false, conversationId: other });
    expect(driver.model.outbox[0]).toMatchObject({ status: 'failed', otherConversationId: other });
    driver.send({ type: 'send_there_clicked', clientMessageId: id });
    expect(driver.lastAsked('sendMessage').path).toBe(`conversations/${other}/messages`);
    expect(driver.model.focus).toEqual({ kind: 'conversation', conversationId: other });
  });

  it('survives a reload, failed ones still failed, and stays with its contact', () => {
    const [mine, aliased, foreign, failed] = [idOf(0x51), idOf(0x52), idOf(0x53), idOf(0x54)];
    const entry = (contactId: string, body: string, error: string | null = null) =>
      JSON.stringify({ conversationId, contactId, body, writtenAt: body.length, error });
    const driver = new Driver();
    driver.boot({
      device: knownDevice,
      outbox: {
        [mine]: entry(idOf(1), 'a'),
        [aliased]: entry(idOf(0x11), 'bb'),
        [foreign]: entry(idOf(0x99), 'ccc'),
        [failed]: entry(idOf(1), 'dddd', 'message_conflict'),
      },
    });
    const contact = { ...snapshotOf(driver).contact, aliases: [idOf(0x11)] };
    driver.booted({ contact, conversations: [open] });
    expect(driver.outboxed()).toEqual(['a: sending', 'bb: queued', 'dddd: failed']);
    expect(driver.all('remove')).toEqual([]);
  });

  it('[R3.3][A9] binds what was written before the conversation was there', () => {
    const driver = new Driver();
    driver.start({});
    driver.send({ type: 'start_clicked' });
    write(driver, 'first words');
    expect(driver.asked('sendMessage')).toEqual([]);
    const sessionId = idOf(0x5e);
    driver.answer('startSession', {
      conversationId,
      sessionId,
      created: true,
      changes: driver.changes(open),
    });
    expect(driver.lastAsked('sendMessage')).toMatchObject({
      path: `conversations/${conversationId}/messages`,
    });
  });

  it('makes the same start again after a reload, so that two tabs cannot bind one message twice', () => {
    const before = new Driver();
    before.start({});
    before.send({ type: 'start_clicked' });
    const id = write(before, 'first words');
    const { clientStartId } = before.lastAsked('startSession').body as { clientStartId: string };
    const stored = before.all('store').find((effect) => effect.key === `outbox:${id}`)?.value ?? '';
    const after = new Driver();
    after.boot({ device: knownDevice, outbox: { [id]: stored } });
    after.booted({});
    expect(after.lastAsked('startSession').body).toMatchObject({ clientStartId });
  });

  it('leaves what another tab wrote to that tab for a while, then sends it too', () => {
    const driver = inThread();
    const id = idOf(0x77);
    const value = JSON.stringify({ conversationId, contactId: idOf(1), body: 'from there', writtenAt: 1 });
    driver.send({ type: 'stored', key: `outbox:${id}`, value });
    expect(driver.outboxed()).toEqual(['from there: queued']);
    expect(driver.asked('sendMessage')).toEqual([]);
    driver.wait(6_000);
    expect(driver.lastAsked('sendMessage').about).toBe(id);
  });

  it('keeps showing what another tab settled until the server has said so, and does not send it', () => {
    const driver = inThread();
    const id = write(driver, 'Hello');
    driver.send({ type: 'stored', key: `outbox:${id}`, value: null });
    driver.fail('sendMessage', {});
    driver.wait(60);
    expect(driver.outboxed()).toHaveLength(1);
    const sync = driver.changes();
    driver.answer('sync', { kind: 'changes', changes: sync, more: false, serverTime: 0 });
    driver.wait(10_000);
    expect(driver.outboxed()).toEqual([]);
    expect(driver.asked('sendMessage')).toHaveLength(1);
  });

  it('follows a message that another tab moved elsewhere while it was under way here', () => {
    const driver = inThread();
    const id = write(driver, 'Hello');
    const moved = { conversationId: idOf(2), contactId: idOf(1), body: 'Hello', writtenAt: 1 };
    driver.send({ type: 'stored', key: `outbox:${id}`, value: JSON.stringify(moved) });
    driver.fail('sendMessage', { code: 'another_open', retryable: false });
    expect(driver.outboxed()).toEqual(['Hello: sending']);
    expect(driver.lastAsked('sendMessage').path).toBe(`conversations/${idOf(2)}/messages`);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['control characters', '\u0000'],
    ['more than fits', 'x'.repeat(8_001)],
  ])('does not send %s', (_what, text) => {
    const driver = inThread();
    write(driver, text);
    expect(driver.model.outbox).toEqual([]);
  });
});

function snapshotOf(driver: Driver) {
  const contactId = idOf(1);
  const version = Math.max(1, driver.model.view.version);
  const contact = {
    contactId,
    verified: false,
    userId: null,
    name: null,
    email: null,
    phone: null,
    aliases: [] as string[],
    version: 1,
  };
  const { changes } = changesOf(contactId, 0, 1, []);
  return {
    contactId,
    version,
    contact,
    conversations: [],
    hasMoreConversations: changes.length > 0,
    thread: null,
  };
}
