import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Route } from './route.ts';
import {
  changes,
  conversation,
  message,
  profileFields,
  snapshot,
  threadPage,
  widgetConfig,
} from './shapes.ts';
import { countMax, cursor, lineText, personText, timeMs, uuid, visitorToken } from './text.ts';
import { serverTrace, traceId } from './trace-shapes.ts';

const widgetId = z.string().regex(/^wgt_[a-z0-9_]{1,40}$/, 'is not a widget id');
const inWidget = z.object({ widgetId });
const inConversation = inWidget.extend({ conversationId: uuid });

const visitorErrors = ['origin_not_allowed', 'token_missing', 'token_unknown', 'token_revoked'] as const;

/** Every HTTP route of the widget, under the widget's own address. All but `bootstrap` send `traceparent` as a header. */
export const visitorRoutes = {
  bootstrap: {
    method: 'GET',
    path: '/v1/widgets/:widgetId/bootstrap',
    auth: 'visitor_if_known',
    operation: 'bootstrap',
    summary:
      'What a page load needs: the widget’s settings and, for a known token, the contact’s conversations from the database. Writes nothing.',
    params: inWidget,
    query: z.object({
      /** Where there is no token, so that the request stays CORS-simple; a header otherwise. */
      traceparent: z.string().optional(),
      deviceId: uuid.optional(),
      /** The thread that was in focus, if any. */
      focus: uuid.optional(),
    }),
    answer: z.object({
      widget: widgetConfig,
      token: z.enum(['none', 'valid', 'unknown', 'revoked']),
      /** Null for a contact that does not exist (yet). */
      snapshot: snapshot.nullable(),
      serverTime: timeMs,
    }),
    errors: ['origin_not_allowed'],
  },
  startSession: {
    method: 'POST',
    path: '/v1/widgets/:widgetId/sessions',
    auth: 'visitor_or_new',
    operation: 'start_session',
    summary:
      'The one command that opens a conversation: answers with the open one, or opens one. The same `clientStartId` always gets the same answer.',
    params: inWidget,
    body: z.strictObject({
      clientStartId: uuid,
      deviceId: uuid,
      /** `open`: get or create. `new`: the person chose "New chat". */
      intent: z.enum(['open', 'new']),
      /** Under policy `single`, with intent `new`: the open conversation to archive in the same transaction. */
      replacesConversationId: uuid.nullable(),
    }),
    answer: z.object({
      conversationId: uuid,
      sessionId: uuid,
      created: z.boolean(),
      /** What this changed; on a retry the rows as they are now. Always has the contact and the conversation. */
      changes,
    }),
    errors: [...visitorErrors, 'prechat_required'],
  },
  resolveSession: {
    method: 'GET',
    path: '/v1/widgets/:widgetId/sessions/:sessionId',
    auth: 'visitor',
    operation: 'resolve_session',
    summary: 'The conversation a session belongs to.',
    params: inWidget.extend({ sessionId: uuid }),
    answer: z.object({ sessionId: uuid, conversationId: uuid }),
    errors: visitorErrors,
  },
  listConversations: {
    method: 'GET',
    path: '/v1/widgets/:widgetId/conversations',
    auth: 'visitor',
    operation: 'list_conversations',
    summary: 'The contact’s conversations beyond the snapshot’s, most recent first.',
    params: inWidget,
    query: z.object({
      /** Only those with less recent activity than this conversation. */
      before: uuid.optional(),
    }),
    answer: z.object({ conversations: z.array(conversation), hasMore: z.boolean() }),
    errors: visitorErrors,
  },
  getConversation: {
    method: 'GET',
    path: '/v1/widgets/:widgetId/conversations/:conversationId',
    auth: 'visitor',
    operation: 'get_conversation',
    summary: 'One conversation with the last page of its messages.',
    params: inConversation,
    answer: z.object({ version: z.int(), conversation, thread: threadPage }),
    errors: visitorErrors,
  },
  listMessages: {
    method: 'GET',
    path: '/v1/widgets/:widgetId/conversations/:conversationId/messages',
    auth: 'visitor',
    operation: 'list_messages',
    summary: 'A page of messages before a seq, ascending.',
    params: inConversation,
    query: z.object({ beforeSeq: z.coerce.number().int().positive().max(countMax).optional() }),
    answer: z.object({ version: z.int(), thread: threadPage }),
    errors: visitorErrors,
  },
  sendMessage: {
    method: 'POST',
    path: '/v1/widgets/:widgetId/conversations/:conversationId/messages',
    auth: 'visitor',
    operation: 'send_message',
    summary:
      'Writes one message. `clientMessageId` makes it idempotent: a retry of an accepted message answers with it and changes nothing. Writing to a solved conversation reopens it.',
    params: inConversation,
    body: z.strictObject({
      clientMessageId: uuid,
      deviceId: uuid,
      body: personText(limits.messageBodyCharsMax),
    }),
    answer: z.object({ message, duplicate: z.boolean(), changes }),
    errors: [...visitorErrors, 'message_conflict', 'another_open', 'conversation_archived'],
  },
  markRead: {
    method: 'POST',
    path: '/v1/widgets/:widgetId/conversations/:conversationId/read',
    auth: 'visitor',
    operation: 'mark_read',
    summary: 'Moves the contact’s read mark forward to this message; never back, never past the latest.',
    params: inConversation,
    body: z.strictObject({ lastReadMessageId: uuid, deviceId: uuid }),
    answer: z.object({ unreadCount: z.int().nonnegative(), changes }),
    errors: visitorErrors,
  },
  prechat: {
    method: 'POST',
    path: '/v1/widgets/:widgetId/prechat',
    auth: 'visitor_or_new',
    operation: 'prechat',
    summary:
      'Saves what the visitor typed about themselves. Unverified: it proves nothing, merges nothing, and never overwrites a verified contact.',
    params: inWidget,
    body: z.strictObject({ deviceId: uuid, fields: profileFields }),
    answer: z.object({ missing: z.array(z.string()), changes }),
    errors: visitorErrors,
  },
  identify: {
    method: 'POST',
    path: '/v1/widgets/:widgetId/identify',
    auth: 'visitor_if_known',
    operation: 'identify',
    summary:
      'Says who the visitor is, with the company’s proof. Anonymous → verified merges; verified → another verified is a logout and a login. Rotates the token; a retry is harmless.',
    params: inWidget,
    body: z.strictObject({
      deviceId: uuid,
      proof: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('jwt'), jwt: z.string().max(4096) }),
        z.strictObject({
          kind: z.literal('hmac'),
          userId: lineText(limits.userIdCharsMax).min(1, 'is empty'),
          userHash: z.string().regex(/^[0-9a-f]{64}$/, 'is not a hexadecimal SHA-256 HMAC'),
        }),
      ]),
      traits: z.strictObject({
        name: profileFields.shape.name,
        email: profileFields.shape.email,
        phone: profileFields.shape.phone,
      }),
      /** Replaces the current token. */
      nextToken: visitorToken,
    }),
    answer: z.object({
      snapshot,
      /** True where another verified contact was logged out first: the device must forget everything of theirs. */
      switched: z.boolean(),
      /** The anonymous contact that was merged into this one. */
      mergedContactId: uuid.nullable(),
    }),
    errors: ['origin_not_allowed', 'token_revoked', 'identity_unproven', 'identity_expired'],
  },
  logout: {
    method: 'POST',
    path: '/v1/widgets/:widgetId/logout',
    auth: 'visitor',
    operation: 'logout',
    summary: 'Revokes the token. Already revoked is a success.',
    params: inWidget,
    body: z.strictObject({ deviceId: uuid }),
    answer: z.object({ loggedOut: z.literal(true) }),
    errors: visitorErrors,
  },
  answerSurvey: {
    method: 'POST',
    path: '/v1/widgets/:widgetId/conversations/:conversationId/survey',
    auth: 'visitor',
    operation: 'answer_survey',
    summary:
      'Saves the answer to one cycle’s survey. The same answer again is a success; a late one lands in its own cycle. Never changes a status, never creates a conversation.',
    params: inConversation,
    body: z.strictObject({
      deviceId: uuid,
      cycle: z.int().positive().max(countMax),
      answer: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('rated'),
          rating: z.int().min(1).max(5),
          comment: personText(limits.surveyCommentCharsMax).nullable(),
        }),
        z.strictObject({ kind: z.literal('dismissed') }),
      ]),
    }),
    answer: z.object({ changes }),
    errors: [...visitorErrors, 'survey_answered', 'survey_not_due'],
  },
  sync: {
    method: 'GET',
    path: '/v1/widgets/:widgetId/sync',
    auth: 'visitor',
    operation: 'sync',
    summary:
      'What changed after a cursor, paged by version. A cursor of another contact, or one too far behind, is answered with a snapshot.',
    params: inWidget,
    query: z.object({ cursor, focus: uuid.optional() }),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('changes'), changes, more: z.boolean(), serverTime: timeMs }),
      z.object({
        kind: z.literal('reset'),
        reason: z.enum(['other_contact', 'too_old', 'ahead']),
        snapshot,
        serverTime: timeMs,
      }),
    ]),
    errors: [...visitorErrors, 'invalid_cursor'],
  },
  readTrace: {
    method: 'GET',
    path: '/v1/widgets/:widgetId/traces/:traceId',
    auth: 'visitor',
    operation: 'read_trace',
    summary:
      'What the server’s log says of one trace, as far as the caller themselves did it. A trace id grants nothing: lines of anybody else are as if there were none.',
    params: inWidget.extend({ traceId }),
    answer: serverTrace,
    errors: visitorErrors,
  },
} as const satisfies Record<string, Route>;
