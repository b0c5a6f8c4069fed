import type { Contact, Conversation, Message } from '../src/protocol/shapes.ts';

/** A UUID that says which one it is: `idOf(7)` ends in 7. */
export function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** A waiting conversation without a message, unless said otherwise. */
export function aConversation(n: number, overrides: Partial<Conversation> = {}): Conversation {
  return {
    conversationId: idOf(n),
    widgetId: 'wgt_test',
    status: 'waiting',
    archivedReason: null,
    createdAt: 0,
    lastActivityAt: 0,
    lastSeq: 0,
    lastMessage: null,
    unreadCount: 0,
    readSeq: 0,
    lastReadMessageId: null,
    agentReadSeq: 0,
    assignee: null,
    survey: null,
    version: 1,
    ...overrides,
  };
}

/** A visitor's message with the given seq. */
export function aMessage(conversationId: string, seq: number, overrides: Partial<Message> = {}): Message {
  return {
    messageId: messageIdOf(conversationId, seq),
    conversationId,
    seq,
    clientMessageId: messageIdOf(conversationId, seq),
    author: { kind: 'visitor', agentId: null, name: null },
    body: `message ${seq}`,
    redactedAt: null,
    createdAt: seq,
    version: seq,
    ...overrides,
  };
}

/** An anonymous contact nobody knows anything of. */
export function aContact(n: number, overrides: Partial<Contact> = {}): Contact {
  return {
    contactId: idOf(n),
    verified: false,
    userId: null,
    name: null,
    email: null,
    phone: null,
    aliases: [],
    version: 1,
    ...overrides,
  };
}

function messageIdOf(conversationId: string, seq: number): string {
  return `${conversationId.slice(0, 14)}4${conversationId.slice(15, 24)}${conversationId.slice(-6)}${seq.toString(16).padStart(6, '0')}`;
}
