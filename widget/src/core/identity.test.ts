import { aContact, aConversation, aMessage, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import type { User } from './model.ts';
import { aSnapshot, Driver, deviceId, knownDevice, nothingStored, token } from './testing/driver.ts';

const ana: User = {
  userId: 'ana',
  proof: { kind: 'hmac', userId: 'ana', userHash: 'a'.repeat(64) },
  traits: {},
};
const verified = aContact(1, { verified: true, userId: 'ana' });
const open = aConversation(1, { status: 'active', lastSeq: 1 });
const fresh = 'N'.repeat(43);
const otherDevice = JSON.stringify({ deviceId, token: 'O'.repeat(43) });

function identify(driver: Driver, user = ana): void {
  driver.send({ type: 'called', call: 7, api: { name: 'identify', user } });
  driver.lock(knownDevice);
}

function logout(driver: Driver): void {
  driver.send({ type: 'called', call: 8, api: { name: 'logout' } });
  driver.lock(knownDevice);
}

function withMessage(driver: Driver, text: string): string {
  driver.send({ type: 'launcher_clicked' });
  driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
  driver.send({ type: 'draft_changed', text });
  driver.send({ type: 'send_clicked' });
  return driver.model.outbox[0]?.clientMessageId ?? '';
}

describe('the token', () => {
  it('[G6] is made with the first write, under the lock, and not before', () => {
    const driver = new Driver();
    driver.start(null);
    driver.send({ type: 'launcher_clicked' });
    expect(driver.all('store').filter((effect) => effect.key === 'device')).toEqual([]);
    driver.send({ type: 'start_clicked' });
    expect(driver.asked('startSession')).toEqual([]);
    driver.lock(null);
    expect(JSON.parse(driver.all('store').at(-1)?.value ?? '').token).toBe(fresh);
    expect(driver.lastAsked('startSession')).toMatchObject({ token: fresh });
    expect(driver.all('unlock')).toHaveLength(1);
  });

  it('[E2] is taken from the tab that was first, and the start goes on as that visitor', () => {
    const driver = new Driver();
    driver.start(null);
    driver.send({ type: 'start_clicked' });
    driver.lock(otherDevice);
    expect(driver.all('store').filter((effect) => effect.key === 'device')).toEqual([]);
    driver.booted({});
    expect(driver.lastAsked('startSession')).toMatchObject({ token: 'O'.repeat(43) });
  });

  it('is given up when it was revoked and no other tab has a newer one, and asked about once', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'launcher_clicked' });
    driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
    driver.fail('getConversation', { code: 'token_revoked', retryable: false });
    driver.lock(knownDevice);
    expect(driver.model.device).toEqual({ deviceId, token: null });
    expect(driver.asked('bootstrap')).toHaveLength(2);
    driver.booted(null);
    expect(driver.model.view.conversations).toEqual({});
    driver.wait(60_000);
    expect(driver.asked('bootstrap')).toHaveLength(2);
  });

  it('is read again where another tab has rotated it', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'launcher_clicked' });
    driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
    driver.fail('getConversation', { code: 'token_revoked', retryable: false });
    driver.lock(otherDevice);
    expect(driver.all('reread')).toHaveLength(1);
    expect(driver.all('store').filter((effect) => effect.key === 'device')).toEqual([]);
  });

  it('[E12] is kept where it took the place of a refused one while the lock was waited for', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'launcher_clicked' });
    driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
    driver.fail('getConversation', { code: 'token_revoked', retryable: false });
    driver.send({ type: 'stored', key: 'device', value: otherDevice });
    driver.send({ type: 'reread', stored: { ...nothingStored, device: otherDevice } });
    driver.lock(otherDevice);
    driver.booted({ conversations: [open] });
    expect(JSON.stringify(driver.model.device)).toBe(otherDevice);
    expect(driver.model.view.contactId).toBe(idOf(1));
    expect(driver.all('store').filter((effect) => effect.key === 'device')).toEqual([]);
  });

  it.each([
    ['unknown', 'token_unknown', { deviceId, token }],
    ['revoked', 'token_revoked', { deviceId, token: null }],
  ] as const)(
    '[R1.2] is %s after storage lost it: deviceId never goes missing, and is held again',
    (_how, code, kept) => {
      const driver = new Driver();
      driver.start({ conversations: [open] });
      driver.send({ type: 'launcher_clicked' });
      driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
      driver.fail('getConversation', { code, retryable: false });
      driver.lock(null);
      expect(driver.model.device).toEqual(kept);
      expect(JSON.parse(driver.all('store').at(-1)?.value ?? '')).toEqual(kept);
      expect(driver.asked('bootstrap')).toHaveLength(2);
      expect(driver.model.notice).toBeNull();
    },
  );

  it.each([
    ['cleared', null],
    ['spoiled', '{"v":1,"'],
  ])('[R1.2] %s in another tab is no logout: the visitor stays, and it is written again', (_how, value) => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'stored', key: 'device', value });
    expect(driver.model.device).toEqual({ deviceId, token });
    expect(driver.all('store').at(-1)).toMatchObject({ key: 'device', value: knownDevice });
    expect(driver.model.view.contactId).toBe(idOf(1));
  });

  it('stays where the server does not know it yet: another tab’s first write may be on its way', () => {
    const driver = new Driver();
    driver.boot({ device: knownDevice });
    const { widget } = { widget: driver.model.config };
    expect(widget).toBeNull();
    driver.booted(null);
    driver.send({ type: 'start_clicked' });
    expect(driver.lastAsked('startSession')).toMatchObject({ token });
  });
});

describe('identify', () => {
  it('[E1][E3] proves who it is, installs the next token, and says that it worked', () => {
    const driver = new Driver();
    driver.start({});
    identify(driver);
    expect(driver.lastAsked('identify').body).toMatchObject({ proof: ana.proof, nextToken: fresh });
    driver.answer('identify', {
      snapshot: aSnapshot({ contact: verified, version: 2 }),
      switched: false,
      mergedContactId: null,
    });
    expect(driver.model.device?.token).toBe(fresh);
    expect(driver.all('resolve').at(-1)).toMatchObject({ call: 7, value: { verified: true } });
    expect(driver.all('tell').map((effect) => effect.event.name)).toContain('identity');
    expect(driver.all('unlock')).toHaveLength(1);
  });

  it('[E2] says that it failed, and why', () => {
    const driver = new Driver();
    driver.start({});
    identify(driver);
    driver.fail('identify', { code: 'identity_unproven', retryable: false });
    expect(driver.all('reject')).toEqual([{ type: 'reject', call: 7, code: 'identity_unproven' }]);
    expect(driver.model.jobs).toEqual([]);
    expect(driver.model.device?.token).toBe(token);
  });

  it('[E2] retries under the same token before it says so', () => {
    const driver = new Driver();
    driver.start({});
    identify(driver);
    for (let i = 0; i < 3; i++) {
      driver.fail('identify', {});
      driver.wait(5_000);
    }
    const tokens = driver.asked('identify').map(({ body }) => (body as { nextToken: string }).nextToken);
    expect(tokens).toEqual([fresh, fresh, fresh]);
    expect(driver.all('reject')).toEqual([{ type: 'reject', call: 7, code: 'offline' }]);
  });

  it('[R2.D] tells a message behind it that it waits, once a try was lost, and sends it afterwards', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    identify(driver);
    withMessage(driver, 'hello');
    expect(driver.model.outbox[0]?.status).toBe('queued');
    driver.fail('identify', {});
    expect(driver.model.outbox[0]?.status).toBe('waiting');
    driver.wait(5_000);
    driver.answer('identify', {
      snapshot: aSnapshot({ contact: verified, conversations: [open] }),
      switched: false,
      mergedContactId: null,
    });
    expect(driver.lastAsked('sendMessage').body).toMatchObject({ body: 'hello' });
  });

  it('goes on without the old token where that was rotated by an answer nobody heard', () => {
    const driver = new Driver();
    driver.start({});
    identify(driver);
    driver.fail('identify', { code: 'token_revoked', retryable: false });
    expect(driver.lastAsked('identify')).toMatchObject({ token: null });
  });

  it('asks nothing where the server itself says that we are this person', () => {
    const driver = new Driver();
    driver.start({ contact: verified });
    identify(driver);
    expect(driver.asked('identify')).toEqual([]);
    expect(driver.all('resolve').at(-1)).toMatchObject({ call: 7 });
  });

  it('[E12] drops what was asked as somebody else', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'launcher_clicked' });
    driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
    const late = driver.lastAsked('getConversation');
    identify(driver);
    const snapshot = aSnapshot({ contactId: idOf(2), contact: aContact(2, { verified: true }) });
    driver.answer('identify', { snapshot, switched: true, mergedContactId: null });
    const thread = { conversationId: idOf(1), messages: [aMessage(idOf(1), 1)], hasEarlier: false };
    driver.answer('getConversation', { version: 1, conversation: open, thread }, late);
    expect(driver.model.view.conversations).toEqual({});
    expect(driver.model.view.threads).toEqual({});
  });

  it('[E8][E9][E11] of another verified person forgets everything of the one before, on a device of its own', () => {
    const driver = new Driver();
    driver.start({ contact: verified, conversations: [open] });
    withMessage(driver, 'mine');
    const bruno: User = { ...ana, userId: 'bruno' };
    identify(driver, bruno);
    expect(driver.lastAsked('identify').body).not.toMatchObject({ deviceId });
    const snapshot = aSnapshot({ contactId: idOf(2), contact: aContact(2, { verified: true }) });
    driver.answer('identify', { snapshot, switched: true, mergedContactId: null });
    expect(driver.all('forget')).toHaveLength(1);
    expect(driver.model.outbox).toEqual([]);
    expect(driver.model.notice).toEqual({ kind: 'unsent_at_logout', count: 1 });
    expect(driver.model.device?.deviceId).not.toBe(deviceId);
  });

  it('[E1] holds a start until it is known who starts, and what is still to ask', () => {
    const driver = new Driver();
    driver.start(null, { prechat: [{ name: 'name', required: true }] });
    driver.send({ type: 'called', call: 7, api: { name: 'identify', user: ana } });
    driver.send({ type: 'start_clicked' });
    expect(driver.model.focus.kind).toBe('none');
    driver.lock(null);
    const contact = { ...verified, name: 'Ana' };
    driver.answer('identify', { snapshot: aSnapshot({ contact }), switched: false, mergedContactId: null });
    expect(driver.model.focus.kind).toBe('none');
    expect(driver.asked('startSession')).toHaveLength(1);
  });

  it('[E9] waits for a logout before it, and the other way round', () => {
    const driver = new Driver();
    driver.start({ contact: verified });
    driver.send({ type: 'called', call: 7, api: { name: 'logout' } });
    driver.send({ type: 'called', call: 8, api: { name: 'identify', user: ana } });
    driver.lock(knownDevice);
    expect(driver.asked('identify')).toEqual([]);
    driver.answer('logout', { loggedOut: true });
    driver.lock(JSON.stringify(driver.model.device));
    expect(driver.asked('identify')).toHaveLength(1);
    expect(driver.lastAsked('identify').token).toBeNull();
  });
});

describe('logout', () => {
  it('[E8][E11] gives messages a moment, then revokes, rotates the device and forgets', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    withMessage(driver, 'last words');
    logout(driver);
    expect(driver.asked('logout')).toEqual([]);
    driver.wait(3_100);
    driver.answer('logout', { loggedOut: true });
    expect(driver.model.device?.token).toBeNull();
    expect(driver.model.device?.deviceId).not.toBe(deviceId);
    expect(driver.all('forget')).toHaveLength(1);
    expect(driver.model.notice).toEqual({ kind: 'unsent_at_logout', count: 1 });
    expect(driver.all('resolve').at(-1)).toMatchObject({ call: 8, value: { unsent: 1, contactId: null } });
    expect(driver.model.view.contactId).toBeNull();
  });

  it('does not wait where nothing is unsent', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    logout(driver);
    expect(driver.asked('logout')).toHaveLength(1);
  });

  it('forgets here even where the server cannot be told, and says that it was not', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    logout(driver);
    for (let i = 0; i < 3; i++) {
      driver.fail('logout', {});
      driver.wait(5_000);
    }
    expect(driver.model.view.contactId).toBeNull();
    expect(driver.all('forget')).toHaveLength(1);
    expect(driver.all('reject')).toEqual([{ type: 'reject', call: 8, code: 'offline' }]);
  });

  it('goes through although a revoked token turns up in the middle of it', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'called', call: 8, api: { name: 'logout' } });
    driver.send({ type: 'resumed' });
    driver.lock(knownDevice);
    driver.fail('logout', { code: 'token_revoked', retryable: false });
    expect(driver.model.jobs).toEqual([]);
    expect(driver.all('resolve').at(-1)).toMatchObject({ call: 8 });
  });

  it('of a visitor without anything stores nothing', () => {
    const driver = new Driver();
    driver.start(null);
    driver.send({ type: 'called', call: 8, api: { name: 'logout' } });
    driver.lock(null);
    expect(driver.all('store')).toEqual([]);
    expect(driver.all('resolve').at(-1)).toMatchObject({ call: 8 });
  });

  it('[E7] in another tab clears this one too', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'launcher_clicked' });
    driver.send({ type: 'stored', key: 'device', value: JSON.stringify({ deviceId: idOf(9), token: null }) });
    expect(driver.model.view.contactId).toBeNull();
    expect(driver.model.notice).toEqual({ kind: 'logged_out' });
    expect(driver.model.device).toEqual({ deviceId: idOf(9), token: null });
  });

  it('[E8] in another tab leaves nothing in storage that this one kept before it heard of it', () => {
    const driver = new Driver();
    driver.start({ conversations: [open] });
    driver.send({ type: 'launcher_clicked' });
    driver.send({ type: 'visibility', visible: false });
    expect(driver.all('store').at(-1)?.key).toBe('cache');
    driver.send({ type: 'stored', key: 'device', value: JSON.stringify({ deviceId: idOf(9), token: null }) });
    driver.wait(60_000);
    const kept = driver.effects.filter(({ type }) => type === 'store' || type === 'remove');
    expect(kept.at(-1)).toEqual({ type: 'remove', key: 'cache' });
  });
});
