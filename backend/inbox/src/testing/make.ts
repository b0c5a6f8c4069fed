import type { InboxConversation, Note, StatusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';

/** Rows for fixtures and tests: whole and valid, with what matters given. */

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** The fixtures' present. */
export const baseTime = new Date(2026, 2, 12, 10, 42).getTime();

/** A UUID that is the same in every run: `kind` tells what it names. */
export function idOf(kind: string, n: number): string {
  const head = [...kind].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7);
  const tail = ((n + 1) * 0x9e3779b1) >>> 0;
  const hex = (value: number, digits: number): string =>
    value.toString(16).padStart(digits, '0').slice(-digits);
  return `${hex(head, 8)}-0000-4000-8000-${hex(n, 4)}${hex(tail, 8)}`;
}

export const marta = { agentId: idOf('agent', 1), name: 'Marta Ruiz', email: 'marta@alfar.demo' };
export const leo = { agentId: idOf('agent', 2), name: 'Leo Prado', email: 'leo@alfar.demo' };
export const agentRefOf = ({ agentId, name }: typeof marta) => ({ agentId, name });

/** Message `seq` of conversation `n`; by the visitor unless an agent is given. */
export function makeMessage(
  n: number,
  seq: number,
  over: Partial<Message> & { by?: typeof marta } = {},
): Message {
  const { by, ...rest } = over;
  return {
    messageId: idOf(`message${n}`, seq),
    conversationId: idOf('conversation', n),
    seq,
    clientMessageId: idOf(`client${n}`, seq),
    author: by
      ? { kind: 'agent', agentId: by.agentId, name: by.name }
      : { kind: 'visitor', agentId: null, name: null },
    body: `Message ${seq}`,
    redactedAt: null,
    createdAt: baseTime - hourMs + seq * minuteMs,
    version: seq,
    ...rest,
  };
}

/** Conversation `n`, waiting, with one message. */
export function makeConversation(n: number, over: Partial<InboxConversation> = {}): InboxConversation {
  const lastActivityAt = over.lastActivityAt ?? baseTime - n * 7 * minuteMs;
  return {
    conversationId: idOf('conversation', n),
    widgetId: 'wgt_alfar',
    contact: {
      contactId: idOf('contact', n),
      name: null,
      email: null,
      emailVerified: false,
      verified: false,
    },
    status: 'waiting',
    archivedReason: null,
    assignee: null,
    createdAt: lastActivityAt - hourMs,
    lastActivityAt,
    waitingSince: over.status === undefined || over.status === 'waiting' ? lastActivityAt : null,
    lastSeq: 1,
    lastMessage: {
      messageId: idOf(`message${n}`, 1),
      seq: 1,
      authorKind: 'visitor',
      preview: 'Hello, is anybody there?',
      createdAt: lastActivityAt,
    },
    unreadCount: 0,
    agentReadSeq: 1,
    contactReadSeq: 0,
    survey: null,
    revision: 1,
    ...over,
  };
}

export function makeNote(n: number, afterSeq: number, over: Partial<Note> = {}): Note {
  return {
    noteId: idOf(`note${n}`, afterSeq),
    conversationId: idOf('conversation', n),
    clientNoteId: idOf(`clientnote${n}`, afterSeq),
    agent: agentRefOf(marta),
    body: 'Ordered twice before; ask for the batch number.',
    afterSeq,
    createdAt: baseTime - hourMs + afterSeq * minuteMs + 1_000,
    ...over,
  };
}

export function makeHistory(n: number, at: number, over: Partial<StatusChange> = {}): StatusChange {
  return {
    n: 1,
    conversationId: idOf('conversation', n),
    from: null,
    to: 'waiting',
    cause: 'started',
    actor: { kind: 'visitor', name: null },
    at,
    ...over,
  };
}
