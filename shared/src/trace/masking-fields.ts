import type {
  Changes,
  Contact,
  Conversation,
  Message,
  Snapshot,
  ThreadPage,
  WidgetConfig,
} from '../protocol/shapes.ts';
import {
  type Copies,
  type Copy,
  list,
  object,
  plain,
  plainTree,
  record,
  secret,
  text,
} from './masking-copy.ts';

/** The shapes of the protocol, member by member: what a blob may carry of each. What is not named here never enters. */

const body = text('message text');
const personName = text('name');
const email = text('e-mail address');
const phone = text('phone number');
const userId = text('user id');
const agentRef = object({ agentId: plain, name: personName });
const author = object({ kind: plain, agentId: plain, name: personName });

const message = object({
  messageId: plain,
  conversationId: plain,
  seq: plain,
  clientMessageId: plain,
  author,
  body,
  redactedAt: plain,
  createdAt: plain,
  version: plain,
} satisfies Copies<Message>);

const conversation = object({
  conversationId: plain,
  widgetId: plain,
  status: plain,
  archivedReason: plain,
  createdAt: plain,
  lastActivityAt: plain,
  lastSeq: plain,
  lastMessage: object({ messageId: plain, seq: plain, authorKind: plain, preview: body, createdAt: plain }),
  unreadCount: plain,
  readSeq: plain,
  lastReadMessageId: plain,
  agentReadSeq: plain,
  assignee: agentRef,
  survey: object({ cycle: plain, state: plain, rating: plain }),
  version: plain,
} satisfies Copies<Conversation>);

const contact = object({
  contactId: plain,
  verified: plain,
  userId,
  name: personName,
  email,
  phone,
  aliases: list(plain),
  version: plain,
} satisfies Copies<Contact>);

const changes = object({
  contactId: plain,
  from: plain,
  version: plain,
  changes: object({ type: plain, contact, conversation, message }),
} satisfies Copies<Changes>);

const thread = object({
  conversationId: plain,
  messages: message,
  hasEarlier: plain,
} satisfies Copies<ThreadPage>);

const snapshot = object({
  contactId: plain,
  version: plain,
  contact,
  conversations: conversation,
  hasMoreConversations: plain,
  thread,
} satisfies Copies<Snapshot>);

const widget = object({
  widgetId: plain,
  companyId: plain,
  companyName: text('company name'),
  policy: plain,
  accent: plain,
  onAccent: plain,
  greeting: text('greeting'),
  prechat: object({ name: plain, required: plain }),
  survey: plain,
  locale: plain,
  position: plain,
  sound: plain,
  debug: plain,
} satisfies Copies<WidgetConfig>);

const profile = object({ name: personName, email, phone });
const proof = object({ kind: plain, jwt: secret, userId, userHash: secret });

/** The body of any request. */
export const requestBody: Copy = object({
  clientStartId: plain,
  deviceId: plain,
  intent: plain,
  replacesConversationId: plain,
  clientMessageId: plain,
  body,
  lastReadMessageId: plain,
  fields: profile,
  proof,
  traits: profile,
  token: secret,
  nextToken: secret,
  cycle: plain,
  answer: object({ kind: plain, rating: plain, comment: text('survey comment') }),
});

/**
 * The body of any answer, a problem (RFC 9457) included: its sentences are masked, its code says the same. Events that
 * an answer carries are copied as events.
 */
export const responseMembers: Readonly<Record<string, Copy>> = {
  widget,
  token: plain,
  snapshot,
  serverTime: plain,
  conversationId: plain,
  sessionId: plain,
  created: plain,
  changes,
  conversations: conversation,
  hasMore: plain,
  version: plain,
  conversation,
  thread,
  message,
  duplicate: plain,
  unreadCount: plain,
  missing: list(plain),
  switched: plain,
  mergedContactId: plain,
  loggedOut: plain,
  kind: plain,
  more: plain,
  reason: plain,
  title: text('sentence of an error'),
  status: plain,
  code: plain,
  detail: text('sentence of an error'),
  traceId: plain,
  retryAfterSeconds: plain,
  cut: plain,
};

/** Any frame, in or out. Where a frame that should not carry a token does, its placeholder shows that it did. */
export const frameData: Copy = object({
  type: plain,
  traceparent: plain,
  token: secret,
  deviceId: plain,
  reconnect: plain,
  conversationId: plain,
  contactId: plain,
  typing: plain,
  agentName: personName,
  n: plain,
  version: plain,
  session: object({ sessionId: plain, conversationId: plain }),
  serverTime: plain,
  changes,
  binary: plain,
  text: body,
});

/** Whatever a person can do in the widget (an Action of its core). */
export const action: Copy = object({
  type: plain,
  tab: plain,
  conversationId: plain,
  clientMessageId: plain,
  text: text('draft'),
  field: plain,
  rating: plain,
  visible: plain,
});

const user = {
  userId,
  userHash: secret,
  jwt: secret,
  name: personName,
  email,
  phone,
  traits: profile,
  proof,
};

/** What the page handed to the widget's API. */
const apiObject = object({
  ...user,
  user: object(user),
  widgetId: plain,
  locale: plain,
  consent: plain,
  debug: plain,
  on: plain,
});
export const apiArgs: Copy = list((value, to) =>
  typeof value === 'object' && value !== null ? apiObject(value, to) : plain(value, to),
);

const note = object({ rating: plain, comment: text('survey comment'), done: plain });
const start = object({ clientStartId: plain, intent: plain, replacesConversationId: plain });

/** Values of the widget's storage, by the beginning of their keys. */
export const storageValues: Readonly<Record<string, Copy>> = {
  chatDevice: object({ deviceId: plain, token: secret }),
  chatVisitorProfile: profile,
  chatSurveyState: record(note),
  chatOutbox: object({
    conversationId: plain,
    contactId: plain,
    body,
    writtenAt: plain,
    error: plain,
    otherConversationId: plain,
    start,
  }),
  chatCache: object({
    seal: plain,
    cache: object({
      config: widget,
      contactId: plain,
      contact,
      version: plain,
      conversations: conversation,
      sessions: record(plain),
      drafts: record(text('draft')),
      open: plain,
      screen: plain,
      focusId: plain,
      soundOn: plain,
    }),
  }),
};

export const about: Copy = plainTree;
