import { z } from 'zod';
import { limits } from '../limits.ts';
import { isVisible, lineText, timeMs, uuid } from './text.ts';

/** What travels inside answers and frames. One noun for one thing; docs/glossary.md says what each means. */

export const conversationStatus = z.enum(['waiting', 'active', 'solved', 'archived']);
export type ConversationStatus = z.infer<typeof conversationStatus>;

export const archivedReason = z.enum(['replaced', 'merged', 'agent']);

export const author = z.object({
  kind: z.enum(['visitor', 'agent']),
  agentId: uuid.nullable(),
  /** The agent's display name; null for the visitor. */
  name: z.string().nullable(),
});

export const message = z.object({
  messageId: uuid,
  conversationId: uuid,
  /** 1, 2, 3 … in the conversation, without holes. The only order there is. */
  seq: z.int().positive(),
  clientMessageId: uuid,
  author,
  /** Null once redacted; the row stays. */
  body: z.string().nullable(),
  redactedAt: timeMs.nullable(),
  createdAt: timeMs,
  /** The contact's version at which this row last changed. */
  version: z.int(),
});
export type Message = z.infer<typeof message>;

export const lastMessage = z.object({
  messageId: uuid,
  seq: z.int().positive(),
  authorKind: author.shape.kind,
  /** First `previewCharsMax` characters; empty once redacted. */
  preview: z.string(),
  createdAt: timeMs,
});

export const surveyState = z.object({
  /** Counts the conversation's solves; an answer belongs to its cycle for ever. */
  cycle: z.int().positive(),
  state: z.enum(['due', 'answered', 'dismissed']),
  rating: z.int().min(1).max(5).nullable(),
});

export const agentRef = z.object({ agentId: uuid, name: z.string() });

/** A conversation as its contact sees it, without its messages. */
export const conversation = z.object({
  conversationId: uuid,
  widgetId: z.string(),
  status: conversationStatus,
  archivedReason: archivedReason.nullable(),
  createdAt: timeMs,
  lastActivityAt: timeMs,
  lastSeq: z.int().nonnegative(),
  lastMessage: lastMessage.nullable(),
  /** Agent messages after the contact's read mark: exact, from the database. */
  unreadCount: z.int().nonnegative(),
  /** The contact's read mark: seq and id of the last message read, 0 and null before any. */
  readSeq: z.int().nonnegative(),
  lastReadMessageId: uuid.nullable(),
  /** The agents' read mark, for receipts. */
  agentReadSeq: z.int().nonnegative(),
  assignee: agentRef.nullable(),
  /** The latest cycle's survey; null where the widget asks none or nothing was solved yet. */
  survey: surveyState.nullable(),
  version: z.int(),
});
export type Conversation = z.infer<typeof conversation>;

/** The contact as it may see itself. */
export const contact = z.object({
  contactId: uuid,
  /** Identified by the company with a proof. */
  verified: z.boolean(),
  userId: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** Ids merged into this one; they resolve to it for ever. */
  aliases: z.array(uuid),
  version: z.int(),
});
export type Contact = z.infer<typeof contact>;

export const change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('contact'), contact }),
  z.object({ type: z.literal('conversation'), conversation }),
  z.object({ type: z.literal('message'), message }),
]);
export type Change = z.infer<typeof change>;

/**
 * What happened to a contact after `from` up to and including `version`. One transaction is one version; a socket
 * event spans one transaction, a sync answer many. Rows are whole, so folding one twice is harmless.
 */
export const changes = z.object({
  contactId: uuid,
  from: z.int().nonnegative(),
  version: z.int().nonnegative(),
  changes: z.array(change),
});
export type Changes = z.infer<typeof changes>;

export const threadPage = z.object({
  conversationId: uuid,
  /** Ascending by seq, contiguous. */
  messages: z.array(message),
  hasEarlier: z.boolean(),
});
export type ThreadPage = z.infer<typeof threadPage>;

export const snapshot = z.object({
  contactId: uuid,
  version: z.int().nonnegative(),
  contact,
  /** All open and unread conversations, then the most recent ones, up to a page. */
  conversations: z.array(conversation),
  hasMoreConversations: z.boolean(),
  /** The last page of the thread in focus. */
  thread: threadPage.nullable(),
});
export type Snapshot = z.infer<typeof snapshot>;

export const prechatField = z.object({ name: z.enum(['name', 'email', 'phone']), required: z.boolean() });
export type PrechatField = z.infer<typeof prechatField>;

/** A widget as its company set it up: everything a page needs to draw and behave. */
export const widgetConfig = z.object({
  widgetId: z.string(),
  companyId: z.string(),
  companyName: z.string(),
  /** `single`: one open conversation per contact. `multiple`: each explicit "New chat" opens one more. */
  policy: z.enum(['single', 'multiple']),
  accent: z.string().regex(/^#[0-9a-f]{6}$/),
  /** The colour of text on it. */
  onAccent: z.enum(['#fff', '#000']),
  greeting: z.string(),
  /** Empty: nothing is asked before a chat starts. */
  prechat: z.array(prechatField),
  survey: z.boolean(),
  /** `auto` follows the page's language. */
  locale: z.enum(['auto', 'en', 'es']),
  position: z.enum(['left', 'right']),
  sound: z.boolean(),
  debug: z.enum(['off', 'on_demand', 'always']),
});
export type WidgetConfig = z.infer<typeof widgetConfig>;

export const profileFields = z.strictObject({
  name: lineText(limits.contactNameCharsMax).trim().refine(isVisible, 'is blank').optional(),
  email: z.email('is not an e-mail address').max(limits.contactEmailCharsMax).optional(),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9 ().-]{4,}$/, 'is not a phone number')
    .max(limits.contactPhoneCharsMax)
    .optional(),
});
export type ProfileFields = z.infer<typeof profileFields>;
