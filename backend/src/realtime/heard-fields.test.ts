import type { Changes, Conversation } from '@hilo/shared/protocol/shapes.ts';
import { describe, expect, it } from 'vitest';
import { createHeardFields, type HeardConversation } from './heard-fields.ts';

const row = (version: number, more: Partial<HeardConversation> = {}): HeardConversation => ({
  conversationId: 'one',
  status: 'waiting',
  unreadCount: 0,
  lastMessageId: `message ${version}`,
  version,
  ...more,
});

function event({ lastMessageId, ...conversation }: HeardConversation): Changes {
  const lastMessage = lastMessageId === null ? null : { messageId: lastMessageId };
  return {
    contactId: 'ana',
    from: conversation.version - 1,
    version: conversation.version,
    changes: [
      { type: 'conversation', conversation: { ...conversation, lastMessage } as unknown as Conversation },
    ],
  };
}

describe('createHeardFields', () => {
  it('[R1.2] knows its session’s conversation as it was last heard of, and no other', () => {
    const heard = createHeardFields('one');
    expect(heard.now()).toEqual({});
    heard.read([row(1)]);
    heard.hear(event(row(2, { status: 'active', unreadCount: 1 })));
    heard.hear(event(row(3, { conversationId: 'other', unreadCount: 7 })));
    expect(heard.now()).toEqual({ status: 'active', lastMessageId: 'message 2', unreadCount: 1 });
  });

  it('goes by versions: what was read before, and said late, changes nothing', () => {
    const heard = createHeardFields('one');
    heard.hear(event(row(5, { status: 'solved' })));
    heard.hear(event(row(4, { status: 'active' })));
    heard.read([row(3)]);
    expect(heard.now()).toMatchObject({ status: 'solved', lastMessageId: 'message 5' });
  });

  it('[R1.2] without a session adds up what is unread, in conversations that began later as well', () => {
    const heard = createHeardFields(null);
    heard.hear(event(row(2, { unreadCount: 0 })));
    expect(heard.now()).toEqual({});
    heard.read([row(1, { unreadCount: 4 }), row(1, { conversationId: 'other', unreadCount: 2 })]);
    expect(heard.now()).toEqual({ unreadCount: 2 });
    heard.hear(event(row(3, { conversationId: 'new', unreadCount: 1 })));
    expect(heard.now()).toEqual({ unreadCount: 3 });
    heard.hear(event(row(4, { conversationId: 'other', unreadCount: 0 })));
    expect(heard.now()).toEqual({ unreadCount: 1 });
  });
});
