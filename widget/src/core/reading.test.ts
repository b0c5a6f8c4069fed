import { limits } from '@hilo/shared/limits.ts';
import { aConversation, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import { anAgentMessage, Driver } from './testing/driver.ts';

const conversationId = idOf(1);
const message = anAgentMessage(conversationId, 1);
const unread = aConversation(1, { status: 'active', lastSeq: 1, unreadCount: 1 });

function looking(): Driver {
  const driver = new Driver();
  const thread = { conversationId, messages: [message], hasEarlier: false };
  driver.start({ conversations: [unread, aConversation(2, { unreadCount: 4, status: 'solved' })] });
  driver.send({ type: 'launcher_clicked' });
  driver.connect();
  driver.send({ type: 'conversation_chosen', conversationId });
  driver.answer('getConversation', { version: 1, conversation: unread, thread });
  driver.send({ type: 'thread_end_visible', visible: true });
  return driver;
}

describe('reading', () => {
  it('[D1][D2][D5] marks what is looked at, once, and nothing else', () => {
    const driver = looking();
    expect(driver.asked('markRead')).toHaveLength(1);
    expect(driver.lastAsked('markRead')).toMatchObject({
      path: `conversations/${conversationId}/read`,
      body: { lastReadMessageId: message.messageId },
    });
    driver.send({ type: 'active' });
    expect(driver.asked('markRead')).toHaveLength(1);
    const read = { ...unread, unreadCount: 0, readSeq: 1, lastReadMessageId: message.messageId };
    driver.answer('markRead', { unreadCount: 0, changes: driver.changes(read) });
    driver.send({ type: 'active' });
    expect(driver.asked('markRead')).toHaveLength(1);
    expect(
      driver
        .all('tell')
        .filter((effect) => effect.event.name === 'unread')
        .at(-1)?.event.value,
    ).toBe(4);
  });

  it.each([
    ['the page is hidden', (d: Driver) => d.send({ type: 'visibility', visible: false })],
    ['the end is scrolled away', (d: Driver) => d.send({ type: 'thread_end_visible', visible: false })],
    ['the messenger is closed', (d: Driver) => d.send({ type: 'closed' })],
    ['the list is on screen', (d: Driver) => d.send({ type: 'back_clicked' })],
    ['nobody was there for a minute', (d: Driver) => d.wait(limits.attentionMs + 1)],
  ])('[D1] marks nothing while %s', (_what, look) => {
    const driver = looking();
    const read = { ...unread, unreadCount: 0, readSeq: 1 };
    driver.answer('markRead', { unreadCount: 0, changes: driver.changes(read) });
    look(driver);
    expect(driver.model.attentive).toBe(false);
    driver.connect();
    driver.event({ ...unread, lastSeq: 2 }, anAgentMessage(conversationId, 2));
    expect(driver.asked('markRead')).toHaveLength(1);
    expect(driver.all('sound')).toHaveLength(1);
  });

  it('marks when the person is back', () => {
    const driver = looking();
    driver.fail('markRead', {});
    driver.send({ type: 'visibility', visible: false });
    driver.wait(120_000);
    expect(driver.asked('markRead')).toHaveLength(1);
    driver.send({ type: 'visibility', visible: true });
    expect(driver.asked('markRead')).toHaveLength(2);
  });

  it('does not insist on a mark that is refused for good', () => {
    const driver = looking();
    driver.fail('markRead', { code: 'not_found', retryable: false });
    driver.wait(30_000);
    driver.send({ type: 'active' });
    expect(driver.asked('markRead')).toHaveLength(1);
  });
});
