import type { Conversation, WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { aContact, aConversation, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import { Driver } from './testing/driver.ts';

const asks: Partial<WidgetConfig> = {
  prechat: [
    { name: 'name', required: true },
    { name: 'email', required: true },
    { name: 'phone', required: false },
  ],
};

function opened(conversations: Conversation[] = [], config: Partial<WidgetConfig> = {}): Driver {
  const driver = new Driver();
  driver.start({ conversations }, config);
  driver.send({ type: 'launcher_clicked' });
  return driver;
}

function answerStart(driver: Driver, row = aConversation(1)): void {
  const { conversationId } = row;
  driver.answer('startSession', {
    conversationId,
    sessionId: idOf(5),
    created: true,
    changes: driver.changes(row),
  });
}

function fill(driver: Driver, name: string, email: string): void {
  driver.send({ type: 'prechat_changed', field: 'name', text: name });
  driver.send({ type: 'prechat_changed', field: 'email', text: email });
  driver.send({ type: 'prechat_submitted' });
}

describe('starting', () => {
  it('[R3.3][A1][A2][A3][A6] any number of clicks is one start', () => {
    const driver = opened();
    for (let i = 0; i < 5; i++) driver.send({ type: 'start_clicked' });
    expect(driver.asked('startSession')).toHaveLength(1);
    answerStart(driver);
    driver.send({ type: 'start_clicked' });
    expect(driver.asked('startSession')).toHaveLength(1);
    expect(driver.model.focus).toEqual({ kind: 'conversation', conversationId: idOf(1) });
  });

  it('[R3.3] retries are the same start, by themselves and by hand', () => {
    const driver = opened();
    driver.send({ type: 'start_clicked' });
    driver.fail('startSession', {});
    expect(driver.model.starting?.error).toBe('offline');
    driver.send({ type: 'start_clicked' });
    driver.fail('startSession', { code: 'unavailable' });
    driver.wait(5_000);
    const ids = driver
      .asked('startSession')
      .map(({ body }) => (body as { clientStartId: string }).clientStartId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  it('[R2.B] opens the one that is open', () => {
    const driver = opened([aConversation(1, { status: 'active', lastSeq: 2 })]);
    driver.send({ type: 'start_clicked' });
    expect(driver.asked('startSession')).toEqual([]);
    expect(driver.model.focus).toMatchObject({ conversationId: idOf(1) });
  });

  it('asks for no thread in which nothing was said', () => {
    const driver = opened([aConversation(1, { status: 'waiting' })]);
    driver.send({ type: 'start_clicked' });
    expect(driver.model.view.threads[idOf(1)]).toEqual({ messages: [], hasEarlier: false });
    expect(driver.asked('getConversation')).toEqual([]);
  });

  it('[R2.B] asks before a new chat replaces the open one', () => {
    const driver = opened([aConversation(1, { lastSeq: 1 })]);
    driver.send({ type: 'new_chat_clicked' });
    expect(driver.model.notice).toEqual({ kind: 'confirm_new_chat', replacesConversationId: idOf(1) });
    driver.send({ type: 'notice_dismissed' });
    driver.send({ type: 'new_chat_confirmed' });
    expect(driver.asked('startSession')).toEqual([]);
    driver.send({ type: 'new_chat_clicked' });
    driver.send({ type: 'new_chat_confirmed' });
    driver.send({ type: 'new_chat_confirmed' });
    expect(driver.asked('startSession')).toHaveLength(1);
    expect(driver.lastAsked('startSession').body).toMatchObject({
      intent: 'new',
      replacesConversationId: idOf(1),
    });
  });

  it('[R2.A] under `multiple` opens one more, without a word, but no second empty one', () => {
    const driver = opened([aConversation(1, { lastSeq: 1 })], { policy: 'multiple' });
    driver.send({ type: 'new_chat_clicked' });
    expect(driver.lastAsked('startSession').body).toMatchObject({
      intent: 'new',
      replacesConversationId: null,
    });
    answerStart(driver, aConversation(2));
    driver.send({ type: 'back_clicked' });
    driver.send({ type: 'new_chat_clicked' });
    expect(driver.asked('startSession')).toHaveLength(1);
    expect(driver.model.focus).toMatchObject({ conversationId: idOf(2) });
  });

  it('keeps words meant for the new chat out of the old one', () => {
    const driver = opened([aConversation(1, { lastSeq: 1 })]);
    driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
    driver.send({ type: 'new_chat_clicked' });
    driver.send({ type: 'new_chat_confirmed' });
    driver.send({ type: 'draft_changed', text: 'new words' });
    driver.send({ type: 'send_clicked' });
    expect(driver.asked('sendMessage')).toEqual([]);
    answerStart(driver, aConversation(2));
    expect(driver.model.drafts).toEqual({ [idOf(2)]: 'new words' });
  });

  it('does not call back who went elsewhere meanwhile', () => {
    const driver = opened();
    driver.send({ type: 'start_clicked' });
    driver.send({ type: 'back_clicked' });
    answerStart(driver);
    expect(driver.model.screen).toEqual({ name: 'home' });
    expect(Object.keys(driver.model.view.conversations)).toEqual([idOf(1)]);
  });

  it('says why it was refused for good', () => {
    const driver = opened();
    driver.send({ type: 'start_clicked' });
    driver.fail('startSession', { code: 'not_found', retryable: false });
    expect(driver.model).toMatchObject({
      starting: null,
      notice: { kind: 'start_failed', code: 'not_found' },
      screen: { name: 'home' },
    });
  });

  it('waits for the first bootstrap', () => {
    const driver = new Driver();
    driver.boot();
    driver.send({ type: 'start_clicked' });
    driver.fail('bootstrap', {});
    expect(driver.model.phase).toMatchObject({ name: 'failed', code: 'offline' });
    driver.send({ type: 'retry_connection_clicked' });
    driver.booted({});
    expect(driver.model.jobs).toEqual([{ kind: 'mint' }]);
  });
});

describe('prechat', () => {
  it('[R3.5] makes the visitor known before anything is asked that would still be answered with "nobody"', () => {
    const driver = new Driver();
    driver.start(null, asks);
    driver.send({ type: 'launcher_clicked' });
    driver.send({ type: 'resumed' });
    driver.send({ type: 'start_clicked' });
    fill(driver, 'Ana', 'ana@example.com');
    driver.lock(null);
    expect(driver.asked('prechat')).toHaveLength(1);
    expect(driver.asked('bootstrap')).toHaveLength(1);
    driver.answer('prechat', { missing: [], changes: driver.changes(aContact(1, { name: 'Ana' })) });
    expect(driver.asked('sync')).toHaveLength(1);
  });

  it('asks only for what is missing and required, and says what is wrong before it asks the server', () => {
    const driver = opened([], asks);
    driver.send({ type: 'start_clicked' });
    expect(driver.model.focus).toEqual({ kind: 'prechat', missing: ['name', 'email'] });
    fill(driver, '', 'nonsense');
    expect(driver.model.prechat.errors).toEqual({ name: 'missing', email: 'invalid' });
    expect(driver.asked('prechat')).toEqual([]);
  });

  it('goes on to the chat, once, however often it is submitted', () => {
    const driver = opened([], asks);
    driver.send({ type: 'start_clicked' });
    fill(driver, ' Ana ', 'ana@example.com');
    driver.send({ type: 'prechat_submitted' });
    expect(driver.asked('prechat')).toHaveLength(1);
    expect(driver.lastAsked('prechat').body).toMatchObject({
      fields: { name: 'Ana', email: 'ana@example.com' },
    });
    const contact = aContact(1, { name: 'Ana', email: 'ana@example.com' });
    driver.answer('prechat', { missing: [], changes: driver.changes(contact) });
    expect(driver.asked('startSession')).toHaveLength(1);
    expect(driver.model.prechat.sending).toBe(true);
    answerStart(driver);
    expect(driver.model.prechat.sending).toBe(false);
    expect(driver.model.screen).toEqual({ name: 'thread' });
  });

  it('is shown also where only the server knew that something is missing', () => {
    const driver = opened();
    driver.send({ type: 'start_clicked' });
    driver.fail('startSession', { code: 'prechat_required', retryable: false, missing: ['phone'] });
    expect(driver.model.focus).toEqual({ kind: 'prechat', missing: ['phone'] });
  });

  it('tries again by itself what did not arrive, and shows what was refused', () => {
    const driver = opened([], asks);
    driver.send({ type: 'start_clicked' });
    fill(driver, 'Ana', 'ana@example.com');
    driver.fail('prechat', {});
    expect(driver.model.prechat).toMatchObject({ sending: true, failed: 'offline' });
    driver.wait(3_000);
    expect(driver.asked('prechat')).toHaveLength(2);
    driver.fail('prechat', { code: 'invalid_request', retryable: false });
    expect(driver.model.prechat).toMatchObject({ sending: false, failed: 'invalid_request' });
  });

  it('dismissed before the answer starts nothing', () => {
    const driver = opened([], asks);
    driver.send({ type: 'start_clicked' });
    fill(driver, 'Ana', 'ana@example.com');
    driver.send({ type: 'prechat_dismissed' });
    const contact = aContact(1, { name: 'Ana', email: 'ana@example.com' });
    driver.answer('prechat', { missing: [], changes: driver.changes(contact) });
    expect(driver.asked('startSession')).toEqual([]);
  });
});
