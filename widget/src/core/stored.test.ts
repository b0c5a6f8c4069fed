import { aContact, aConversation, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import { aConfig, Driver, knownDevice, token } from './testing/driver.ts';

const hostile = [
  '',
  'null',
  '[]',
  '{}',
  '"text"',
  '{"deviceId":',
  '\u0000',
  '{"deviceId":7,"token":"x"}',
  '{"seal":0,"cache":{"conversations":42}}',
  '{"__proto__":{"open":true}}',
  JSON.stringify({ huge: 'x'.repeat(500_000) }),
];
const keys = ['device', 'cache', 'profile', 'survey'] as const;

describe('storage that cannot be trusted', () => {
  it.each(keys.flatMap((key) => hostile.map((raw, i) => [key, i, raw] as const)))(
    '[R3.5] %s survives hostile text %i',
    (key, _i, raw) => {
      const driver = new Driver();
      driver.boot({ [key]: raw });
      driver.booted(null);
      expect(driver.model.phase.name).toBe('ready');
      expect(driver.model.view.conversations).toEqual({});
      driver.send({ type: 'start_clicked' });
      driver.lock(raw);
      expect(driver.asked('startSession')).toHaveLength(1);
    },
  );

  it.each(hostile)('an outbox entry like %# is removed, and nothing is sent', (raw) => {
    const driver = new Driver();
    driver.boot({ device: knownDevice, outbox: { [idOf(5)]: raw, nonsense: '{"body":"x","writtenAt":1}' } });
    driver.booted({ conversations: [aConversation(1)] });
    expect(driver.model.outbox).toEqual([]);
    expect(driver.all('remove').map((effect) => effect.key)).toContain(`outbox:${idOf(5)}`);
  });

  it('another visitor’s cache is not drawn', () => {
    const cache = cacheOf(new Driver());
    const driver = new Driver();
    driver.boot({ device: JSON.stringify({ deviceId: idOf(2), token: 'X'.repeat(43) }), cache });
    expect(driver.model.config).toBeNull();
    expect(driver.model.view.contactId).toBeNull();
    expect(driver.all('remove').map((effect) => effect.key)).toContain('cache');
  });

  it('a cache somebody edited is not drawn', () => {
    const cache = cacheOf(new Driver()).replace('"unreadCount":3', '"unreadCount":9');
    const driver = new Driver();
    driver.boot({ device: knownDevice, cache });
    expect(driver.model.view.contactId).toBeNull();
  });
});

describe('the cache', () => {
  it('[R2.C][R3.1] is drawn at once, and gives way to the server', () => {
    const cache = cacheOf(new Driver());
    const driver = new Driver();
    driver.boot({ device: knownDevice, cache });
    expect(driver.model.phase.name).toBe('booting');
    expect(driver.model.config?.accent).toBe(aConfig.accent);
    expect(driver.model.view.conversations[idOf(1)]?.unreadCount).toBe(3);
    expect(driver.model.focus).toEqual({ kind: 'conversation', conversationId: idOf(1) });
    expect(driver.lastAsked('bootstrap').path).toContain(`focus=${idOf(1)}`);
    driver.booted({ conversations: [aConversation(1, { unreadCount: 0, status: 'active' })] });
    expect(driver.model.view.conversations[idOf(1)]?.unreadCount).toBe(0);
    expect(driver.moves.map((t) => t.to.name)).toEqual(['active']);
  });

  it('is replaced also by a server that went back in time', () => {
    const cache = cacheOf(new Driver());
    const driver = new Driver();
    driver.boot({ device: knownDevice, cache });
    driver.booted({ version: 0, conversations: [] });
    expect(driver.model.view).toMatchObject({ version: 0, conversations: {} });
    expect(driver.model.focus.kind).toBe('none');
  });

  it('[R2.C] of another tab is a reason to ask, not an answer', () => {
    const driver = new Driver();
    driver.start({});
    const value = '{"seal":1,"cache":{"version":9,"conversations":[]}}';
    driver.send({ type: 'stored', key: 'cache', value });
    expect(driver.lastAsked('sync').path).toBe(`sync?cursor=${idOf(1)}:1`);
    expect(driver.model.view.version).toBe(1);
  });

  it('[G6] is not written for a visitor who did nothing', () => {
    const driver = new Driver();
    driver.start(null);
    driver.wait(60_000);
    driver.send({ type: 'visibility', visible: false });
    expect(driver.all('store')).toEqual([]);
  });

  it('[R3.5] a profile only fills the form; what is asked is the server’s word', () => {
    const profile = JSON.stringify({ name: 'Somebody Else', email: 'else@example.com' });
    const driver = new Driver();
    driver.boot({ profile });
    driver.booted(null, { prechat: [{ name: 'name', required: true }] });
    driver.send({ type: 'start_clicked' });
    expect(driver.model.focus).toEqual({ kind: 'prechat', missing: ['name'] });
    expect(driver.model.prechat.values).toMatchObject({ name: 'Somebody Else' });
    const known = new Driver();
    known.boot({ device: knownDevice, profile: '{"name":""}' });
    known.booted({ contact: aContact(1, { name: 'Ana' }) }, { prechat: [{ name: 'name', required: true }] });
    known.send({ type: 'start_clicked' });
    expect(known.asked('startSession')).toHaveLength(1);
  });

  it('[R3.6][F1][F3] a survey belongs to its conversation and cycle', () => {
    const due = { cycle: 2, state: 'due', rating: null } as const;
    const note = { rating: 2, comment: 'old', done: null };
    const survey = JSON.stringify({ [`${idOf(1)}:1`]: note, [`${idOf(2)}:2`]: note });
    const driver = new Driver();
    driver.boot({ device: knownDevice, survey });
    driver.booted({ conversations: [aConversation(1, { status: 'solved', survey: due })] });
    driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
    expect(driver.model.survey).toMatchObject({ rating: null, comment: '' });
    driver.send({ type: 'survey_rated', rating: 5 });
    driver.send({ type: 'survey_submitted' });
    expect(driver.lastAsked('answerSurvey').body).toMatchObject({ cycle: 2, answer: { rating: 5 } });
    expect(driver.asked('startSession')).toEqual([]);
    expect(driver.lastAsked('answerSurvey').token).toBe(token);
  });

  it('[R3.6] an answer to a survey of somebody else’s conversation is sent nowhere', () => {
    const rated = { rating: 2, comment: 'theirs', done: 'rated' };
    const driver = new Driver();
    driver.boot({ device: knownDevice, survey: JSON.stringify({ [`${idOf(7)}:1`]: rated }) });
    driver.booted({ conversations: [aConversation(1, { status: 'solved' })] });
    expect(driver.asked('answerSurvey')).toEqual([]);
  });
});

/** What a visitor with an unread conversation on screen leaves behind. */
function cacheOf(driver: Driver): string {
  driver.start({ conversations: [aConversation(1, { unreadCount: 3, status: 'active' })] });
  driver.send({ type: 'launcher_clicked' });
  driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
  driver.wait(1_000);
  return driver.all('store').find((effect) => effect.key === 'cache')?.value ?? '';
}
