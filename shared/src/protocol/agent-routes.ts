import { z } from 'zod';
import { limits } from '../limits.ts';
import {
  agent,
  contactPanel,
  inboxChange,
  inboxConversation,
  inboxCounts,
  inboxFilter,
  inboxThread,
  note,
} from './inbox-shapes.ts';
import type { Route } from './route.ts';
import { message, widgetConfig } from './shapes.ts';
import { countMax, lineText, personText, timeMs, uuid } from './text.ts';
import { serverTrace, traceId } from './trace-shapes.ts';

const inConversation = z.object({ conversationId: uuid });
const changed = z.object({ change: inboxChange });

/** Where an inbox stands: opaque, safe against transactions that commit late. */
export const inboxCursor = z.string().regex(/^\d{1,18}$/, 'is not a cursor');

/** Every HTTP route of the inbox. The agent's token is sent as Bearer. */
export const agentRoutes = {
  signIn: {
    method: 'POST',
    path: '/v1/agent/sign-in',
    auth: 'anyone',
    summary: 'Exchanges e-mail and password for a token.',
    body: z.strictObject({ email: lineText(254), password: z.string().max(200) }),
    answer: z.object({ token: z.string(), expiresAt: timeMs, agent }),
    errors: ['wrong_credentials'],
  },
  signOut: {
    method: 'POST',
    path: '/v1/agent/sign-out',
    auth: 'agent',
    summary: 'Revokes the token.',
    body: z.strictObject({}),
    answer: z.object({ signedOut: z.literal(true) }),
    errors: ['agent_unauthorized'],
  },
  me: {
    method: 'GET',
    path: '/v1/agent/me',
    auth: 'agent',
    summary: 'Who is signed in, their company, colleagues and widgets.',
    answer: z.object({
      agent,
      companyId: z.string(),
      companyName: z.string(),
      colleagues: z.array(agent),
      widgets: z.array(widgetConfig),
      serverTime: timeMs,
    }),
    errors: ['agent_unauthorized'],
  },
  inbox: {
    method: 'GET',
    path: '/v1/agent/conversations',
    auth: 'agent',
    summary:
      'A page of conversations, most recent activity first (waiting: longest waiting first), and the cursor to stay up to date from.',
    query: z.object({ filter: inboxFilter, after: uuid.optional(), search: lineText(120).optional() }),
    answer: z.object({
      conversations: z.array(inboxConversation),
      hasMore: z.boolean(),
      counts: inboxCounts,
      cursor: inboxCursor,
    }),
    errors: ['agent_unauthorized'],
  },
  inboxSync: {
    method: 'GET',
    path: '/v1/agent/sync',
    auth: 'agent',
    summary:
      'Conversations changed since the cursor, whole. May repeat what is known, never leaves anything out.',
    query: z.object({ cursor: inboxCursor }),
    answer: z.object({
      conversations: z.array(inboxConversation),
      /** Erased since. */
      removed: z.array(uuid),
      counts: inboxCounts,
      cursor: inboxCursor,
      more: z.boolean(),
    }),
    errors: ['agent_unauthorized', 'invalid_cursor'],
  },
  thread: {
    method: 'GET',
    path: '/v1/agent/conversations/:conversationId',
    auth: 'agent',
    summary: 'One conversation: the last page of messages, its notes and its status history.',
    params: inConversation,
    answer: inboxThread,
    errors: ['agent_unauthorized'],
  },
  earlierMessages: {
    method: 'GET',
    path: '/v1/agent/conversations/:conversationId/messages',
    auth: 'agent',
    summary: 'A page of messages before a seq, ascending.',
    params: inConversation,
    query: z.object({ beforeSeq: z.coerce.number().int().positive().max(countMax) }),
    answer: z.object({ messages: z.array(message), hasEarlier: z.boolean() }),
    errors: ['agent_unauthorized'],
  },
  reply: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/messages',
    auth: 'agent',
    summary: 'Answers the visitor. Idempotent by `clientMessageId`. Makes the conversation active.',
    params: inConversation,
    body: z.strictObject({ clientMessageId: uuid, body: personText(limits.messageBodyCharsMax) }),
    answer: z.object({ message, duplicate: z.boolean(), change: inboxChange }),
    errors: ['agent_unauthorized', 'message_conflict', 'another_open', 'conversation_archived'],
  },
  addNote: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/notes',
    auth: 'agent',
    summary: 'Writes a private note; the visitor never sees it. Idempotent by `clientNoteId`.',
    params: inConversation,
    body: z.strictObject({ clientNoteId: uuid, body: personText(limits.noteBodyCharsMax) }),
    answer: z.object({ note, duplicate: z.boolean(), change: inboxChange }),
    errors: ['agent_unauthorized', 'message_conflict'],
  },
  take: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/take',
    auth: 'agent',
    summary: 'Assigns the conversation to oneself; a waiting one becomes active.',
    params: inConversation,
    body: z.strictObject({}),
    answer: changed,
    errors: ['agent_unauthorized', 'conversation_not_open'],
  },
  assign: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/assign',
    auth: 'agent',
    summary: 'Assigns an open conversation to a colleague, or to nobody.',
    params: inConversation,
    body: z.strictObject({ agentId: uuid.nullable() }),
    answer: changed,
    errors: ['agent_unauthorized', 'conversation_not_open'],
  },
  solve: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/solve',
    auth: 'agent',
    summary: 'Solves an open conversation and starts its next survey cycle. Solved already is a success.',
    params: inConversation,
    body: z.strictObject({}),
    answer: changed,
    errors: ['agent_unauthorized', 'conversation_archived'],
  },
  reopen: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/reopen',
    auth: 'agent',
    summary: 'Makes a solved conversation active again. Open already is a success.',
    params: inConversation,
    body: z.strictObject({}),
    answer: changed,
    errors: ['agent_unauthorized', 'another_open', 'conversation_archived'],
  },
  agentRead: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/read',
    auth: 'agent',
    summary: 'Moves the agents’ read mark forward; the visitor sees it as "Seen".',
    params: inConversation,
    body: z.strictObject({ lastReadMessageId: uuid }),
    answer: changed,
    errors: ['agent_unauthorized'],
  },
  redact: {
    method: 'POST',
    path: '/v1/agent/conversations/:conversationId/messages/:messageId/redact',
    auth: 'agent',
    summary: 'Removes a message’s text for everybody; its row and seq stay.',
    params: inConversation.extend({ messageId: uuid }),
    body: z.strictObject({}),
    answer: changed,
    errors: ['agent_unauthorized'],
  },
  contact: {
    method: 'GET',
    path: '/v1/agent/contacts/:contactId',
    auth: 'agent',
    summary:
      'A contact: details, devices, merge history, conversations and survey answers. An id merged away answers with its survivor.',
    params: z.object({ contactId: uuid }),
    answer: contactPanel,
    errors: ['agent_unauthorized'],
  },
  agentTrace: {
    method: 'GET',
    path: '/v1/agent/traces/:traceId',
    auth: 'agent',
    operation: 'read_trace',
    summary: 'What the server’s log says of one trace, in the agent’s company.',
    params: z.object({ traceId }),
    answer: serverTrace,
    errors: ['agent_unauthorized'],
  },
} as const satisfies Record<string, Route>;
