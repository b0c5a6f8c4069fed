import { z } from 'zod';
import { agentRef, archivedReason, conversationStatus, lastMessage, message, surveyState } from './shapes.ts';
import { timeMs, uuid } from './text.ts';

/** What agents see. */

export const contactBrief = z.object({
  contactId: uuid,
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** False: the e-mail was only typed by the visitor, and proves nothing. */
  emailVerified: z.boolean(),
  verified: z.boolean(),
});
export type ContactBrief = z.infer<typeof contactBrief>;

export const inboxConversation = z.object({
  conversationId: uuid,
  widgetId: z.string(),
  contact: contactBrief,
  status: conversationStatus,
  archivedReason: archivedReason.nullable(),
  assignee: agentRef.nullable(),
  createdAt: timeMs,
  lastActivityAt: timeMs,
  /** Since when the visitor has been waiting for an answer; null when an agent wrote last. */
  waitingSince: timeMs.nullable(),
  lastSeq: z.int().nonnegative(),
  lastMessage: lastMessage.nullable(),
  /** Visitor messages after the agents' read mark. */
  unreadCount: z.int().nonnegative(),
  agentReadSeq: z.int().nonnegative(),
  /** The visitor's read mark, for receipts. */
  contactReadSeq: z.int().nonnegative(),
  survey: surveyState.nullable(),
  /** Counts this conversation's changes; the higher one wins. */
  revision: z.int().positive(),
});
export type InboxConversation = z.infer<typeof inboxConversation>;

export const note = z.object({
  noteId: uuid,
  conversationId: uuid,
  clientNoteId: uuid,
  agent: agentRef,
  body: z.string(),
  /** The message after which it was written. */
  afterSeq: z.int().nonnegative(),
  createdAt: timeMs,
});
export type Note = z.infer<typeof note>;

export const statusChange = z.object({
  n: z.int().positive(),
  conversationId: uuid,
  from: conversationStatus.nullable(),
  to: conversationStatus,
  cause: z.enum([
    'started',
    'agent_replied',
    'agent_took',
    'agent_solved',
    'agent_reopened',
    'visitor_reopened',
    'inactivity',
    'replaced',
    'merged',
  ]),
  actor: z.object({ kind: z.enum(['visitor', 'agent', 'system']), name: z.string().nullable() }),
  at: timeMs,
});
export type StatusChange = z.infer<typeof statusChange>;

/** What changed in one conversation, as the inbox folds it: the header whole, the rest appended by id. */
export const inboxChange = z.object({
  conversation: inboxConversation,
  messages: z.array(message),
  notes: z.array(note),
  history: z.array(statusChange),
});
export type InboxChange = z.infer<typeof inboxChange>;

export const inboxCounts = z.object({
  waiting: z.int().nonnegative(),
  active: z.int().nonnegative(),
  solved: z.int().nonnegative(),
  mine: z.int().nonnegative(),
});
export type InboxCounts = z.infer<typeof inboxCounts>;

export const inboxFilter = z.enum(['waiting', 'active', 'solved', 'mine', 'all']);
export type InboxFilter = z.infer<typeof inboxFilter>;

export const inboxThread = z.object({
  conversation: inboxConversation,
  messages: z.array(message),
  hasEarlier: z.boolean(),
  notes: z.array(note),
  history: z.array(statusChange),
});
export type InboxThread = z.infer<typeof inboxThread>;

export const contactPanel = z.object({
  contact: contactBrief.extend({
    userId: z.string().nullable(),
    phone: z.string().nullable(),
    createdAt: timeMs,
    lastSeenAt: timeMs.nullable(),
  }),
  devices: z.array(
    z.object({
      deviceId: uuid,
      userAgent: z.string(),
      locale: z.string().nullable(),
      firstSeenAt: timeMs,
      lastSeenAt: timeMs,
    }),
  ),
  merges: z.array(z.object({ contactId: uuid, mergedAt: timeMs, name: z.string().nullable() })),
  conversations: z.array(inboxConversation),
  surveys: z.array(
    z.object({
      conversationId: uuid,
      cycle: z.int().positive(),
      rating: z.int().min(1).max(5).nullable(),
      comment: z.string().nullable(),
      dismissed: z.boolean(),
      answeredAt: timeMs,
    }),
  ),
});
export type ContactPanel = z.infer<typeof contactPanel>;

export const agent = z.object({ agentId: uuid, name: z.string(), email: z.string() });
export type Agent = z.infer<typeof agent>;
