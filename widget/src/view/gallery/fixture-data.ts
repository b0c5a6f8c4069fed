import type { Contact, Conversation, Message, WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { OutboxEntry, State } from '../../core/state.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
const wallMs = Date.now();

/** A UUID that is easy to read in the inspector. */
export function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const config: WidgetConfig = {
  widgetId: 'wdg_gallery',
  companyId: id(1),
  companyName: 'Olivo & Co.',
  policy: 'single',
  accent: '#2f6f4f',
  onAccent: '#fff',
  greeting: 'Hi there. How can we help?',
  prechat: [
    { name: 'name', required: true },
    { name: 'email', required: true },
    { name: 'phone', required: false },
  ],
  survey: true,
  locale: 'auto',
  position: 'right',
  sound: true,
  debug: 'on_demand',
};

export const contact: Contact = {
  contactId: id(2),
  verified: false,
  userId: null,
  name: null,
  email: null,
  phone: null,
  aliases: [],
  version: 1,
};

export function conversation(number: number, more: Partial<Conversation> = {}): Conversation {
  return {
    conversationId: id(number),
    widgetId: config.widgetId,
    status: 'active',
    archivedReason: null,
    createdAt: wallMs - dayMs,
    lastActivityAt: wallMs - 3 * minuteMs,
    lastSeq: 0,
    lastMessage: null,
    unreadCount: 0,
    readSeq: 0,
    lastReadMessageId: null,
    agentReadSeq: 0,
    assignee: null,
    survey: null,
    version: 1,
    ...more,
  };
}

/** A line of a conversation: who, what, how many minutes ago; a null text was redacted. */
export type Line = readonly [who: string | null, body: string | null, agoMinutes: number];

export function thread(conversationId: string, lines: readonly Line[]): Message[] {
  return lines.map(([who, body, ago], index) => ({
    messageId: id(1000 + index),
    conversationId,
    seq: index + 1,
    clientMessageId: id(2000 + index),
    author: { kind: who ? 'agent' : 'visitor', agentId: who ? id(9) : null, name: who },
    body,
    redactedAt: body === null ? wallMs : null,
    createdAt: wallMs - ago * minuteMs,
    version: 1,
  }));
}

/** The header that goes with a thread. */
export function headed(base: Conversation, messages: readonly Message[]): Conversation {
  const last = messages.at(-1);
  if (!last) return base;
  const { messageId, seq, author, body, createdAt } = last;
  const lastMessage = {
    messageId,
    seq,
    authorKind: author.kind,
    preview: (body ?? '').slice(0, 120),
    createdAt,
  };
  return { ...base, lastSeq: seq, lastMessage, lastActivityAt: createdAt };
}

export function entry(number: number, more: Partial<OutboxEntry>): OutboxEntry {
  return {
    clientMessageId: id(3000 + number),
    conversationId: id(10),
    contactId: contact.contactId,
    body: '',
    writtenAt: wallMs + number,
    status: 'sending',
    attempts: 1,
    error: null,
    otherConversationId: null,
    ...more,
  };
}

export const closed: State = {
  phase: { name: 'ready' },
  config,
  locale: 'en',
  view: {
    contactId: contact.contactId,
    version: 1,
    contact,
    conversations: {},
    hasMoreConversations: false,
    threads: {},
  },
  focus: { kind: 'none' },
  screen: { name: 'home' },
  open: false,
  connection: { name: 'connected' },
  outbox: [],
  drafts: {},
  starting: null,
  prechat: { values: {}, errors: {}, sending: false, failed: null },
  survey: { rating: null, comment: '', sending: false, failed: null },
  typing: {},
  loading: { thread: null, conversations: false },
  notice: null,
  attentive: true,
  soundOn: true,
  persistent: true,
  debugShown: false,
};

/** A state that knows these conversations. */
export function knowing(
  state: State,
  conversations: readonly Conversation[],
  threads: Record<string, Message[]> = {},
): State {
  return {
    ...state,
    view: {
      ...state.view,
      conversations: Object.fromEntries(conversations.map((row) => [row.conversationId, row])),
      threads: Object.fromEntries(
        Object.entries(threads).map(([key, messages]) => [key, { messages, hasEarlier: false }]),
      ),
    },
  };
}

/** A state with this thread on screen. */
export function showing(base: Conversation, lines: readonly Line[], more: Partial<State> = {}): State {
  const messages = thread(base.conversationId, lines);
  const { conversationId } = base;
  const state: State = {
    ...closed,
    open: true,
    screen: { name: 'thread' },
    focus: { kind: 'conversation', conversationId },
  };
  return { ...knowing(state, [headed(base, messages)], { [conversationId]: messages }), ...more };
}
