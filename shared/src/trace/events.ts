import { z } from 'zod';
import { conversationStatus } from '../protocol/shapes.ts';

/**
 * The vocabulary of a trace: everything observable about one widget load, as data. Widget, server and extension speak
 * it; the judge, the blob, the panel and the command line read it. A change here is a new `traceVersion`.
 */
export const traceVersion = 1;

/** All ten fields of R1.2, as they stand after the event; null only before the datum exists. */
export const tenFields = z.strictObject({
  traceId: z.string().nullable(),
  companyId: z.string().nullable(),
  widgetId: z.string().nullable(),
  deviceId: z.string().nullable(),
  contactId: z.string().nullable(),
  conversationId: z.string().nullable(),
  sessionId: z.string().nullable(),
  status: conversationStatus.nullable(),
  lastMessageId: z.string().nullable(),
  unreadCount: z.int().nonnegative().nullable(),
});

/** Who saw it: the widget itself, the server's log, patches on the page's wire, or the browser's own recording. */
export const witness = z.enum(['widget', 'server', 'wire', 'browser']);

const envelope = {
  witness,
  /** 1, 2, 3 … within one witness of one load; a hole means that something was dropped. */
  seq: z.int().positive(),
  /** Milliseconds since the load began, on a clock that never goes back. */
  t: z.number().nonnegative(),
  /** Milliseconds since the Unix epoch, on that machine's clock. Orders nothing. */
  wall: z.number(),
  /** The operation this belongs to: 16 hex digits (W3C), null outside any. */
  span: z.string().nullable(),
  fields: tenFields,
};

const json: z.ZodType<unknown> = z.unknown();

function event<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.strictObject({ ...envelope, kind: z.literal(kind), ...shape });
}

export const operationName = z.enum([
  'bootstrap',
  'start_session',
  'resolve_session',
  'list_conversations',
  'get_conversation',
  'list_messages',
  'send_message',
  'mark_read',
  'prechat',
  'identify',
  'logout',
  'answer_survey',
  'sync',
  'read_trace',
  'ws_connect',
  'ws_reconnect',
]);

/** A witness lost events: bounded memory, a full queue, or a frozen page. */
export const droppedEvent = event('dropped', {
  count: z.int().positive(),
  bytes: z.int().nonnegative(),
  reason: z.string(),
});

/** One structured log line of the server, of the same trace. */
export const serverEvent = event('server', {
  operation: z.string(),
  phase: z.string(),
  outcome: z.string(),
  durationMs: z.number().nullable(),
  errorCode: z.string().nullable(),
  about: json,
});

export const traceEvents = [
  /** The widget starts on a page. Always the first event of a load. */
  event('load', {
    build: z.string(),
    /** Page address: query and fragment values removed. */
    url: z.string(),
    /** How the page came to be: `navigate`, `reload`, `back_forward`, `prerender`. */
    navigation: z.string(),
    language: z.string(),
    userAgent: z.string(),
    viewport: z.strictObject({ width: z.number(), height: z.number() }),
    visible: z.boolean(),
    online: z.boolean(),
    persistent: z.boolean(),
  }),
  /** The host page called the widget's API, or a script tag did. Secrets are placeholders. */
  event('api', { method: z.string(), args: json }),
  /** The person did something in the widget: an Action of the core, whole. */
  event('action', { action: json }),
  event('operation', {
    operation: operationName,
    phase: z.enum(['start', 'ok', 'error']),
    durationMs: z.number().nullable(),
    errorCode: z.string().nullable(),
    /** What the operation is about, as far as rules need it: ids and marks. */
    about: json,
  }),
  event('request', {
    requestId: z.int(),
    method: z.string(),
    /** Path and query on the widget's own backend. */
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: json,
  }),
  event('response', {
    requestId: z.int(),
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: json,
    durationMs: z.number(),
  }),
  event('request_failed', {
    requestId: z.int(),
    reason: z.enum(['offline', 'timeout', 'aborted', 'network']),
    durationMs: z.number(),
  }),
  event('socket', {
    socketId: z.int(),
    phase: z.enum(['connecting', 'open', 'error', 'closing', 'closed']),
    /** Path on the widget's own backend. */
    path: z.string(),
    code: z.int().nullable(),
    reason: z.string().nullable(),
    wasClean: z.boolean().nullable(),
    reconnect: z.boolean(),
  }),
  event('frame', {
    socketId: z.int(),
    direction: z.enum(['in', 'out']),
    /** Parsed where it is JSON; `{ binary: bytes }` or `{ text }` otherwise. */
    data: json,
    bytes: z.int(),
  }),
  event('storage', {
    op: z.enum(['read', 'write', 'remove', 'failed']),
    key: z.string(),
    /** Parsed where it is JSON; the text otherwise; null where absent. */
    value: json,
    /** `widget`: this load did it. `other_tab`: a storage event said so. `observed`: seen by a witness, cause unknown. */
    cause: z.enum(['widget', 'other_tab', 'observed']),
  }),
  /** The state of the widget moved (shared/src/lifecycle). */
  event('transition', {
    from: z.string(),
    to: z.string(),
    event: z.string(),
    /** A snapshot jumped to the end of a chain that this load did not see. */
    jumped: z.boolean(),
  }),
  event('page', {
    what: z.enum([
      'visible',
      'hidden',
      'online',
      'offline',
      'pageshow',
      'pagehide',
      'freeze',
      'resume',
      'active',
      'inactive',
      'clock_jump',
      'navigated',
      'storage_denied',
    ]),
    detail: json,
  }),
  event('identity', {
    from: z.string().nullable(),
    to: z.string().nullable(),
    cause: z.enum(['bootstrap', 'created', 'identify', 'merge', 'switch', 'logout', 'other_tab']),
  }),
  /** The badge was derived anew. */
  event('unread', {
    total: z.int().nonnegative(),
    conversations: z.array(
      z.strictObject({
        conversationId: z.string(),
        unreadCount: z.int().nonnegative(),
        readSeq: z.int().nonnegative(),
        lastSeq: z.int().nonnegative(),
      }),
    ),
    source: z.enum(['server', 'cache']),
  }),
  /**
   * What the thread on screen shows, whenever that changes: messages from top to bottom as runs of seqs `[first, last]`,
   * and the client ids of those on their way.
   */
  event('screen', {
    conversationId: z.string().nullable(),
    runs: z.array(z.tuple([z.int().positive(), z.int().positive()])),
    pending: z.array(z.strictObject({ clientMessageId: z.string(), status: z.string() })),
    connection: z.string(),
    badge: z.int().nonnegative(),
  }),
  /** A random value was drawn. Tokens are placeholders. */
  event('random', { purpose: z.string(), value: z.string() }),
  event('timer', {
    phase: z.enum(['set', 'cleared', 'fired']),
    name: z.string(),
    delayMs: z.number().nullable(),
  }),
  event('lock', { phase: z.enum(['asked', 'granted', 'released']), name: z.string() }),
  /** A fault was switched on or off on purpose, by a developer tool. */
  event('fault', { fault: z.string(), phase: z.enum(['on', 'off']), detail: json }),
  /** Something broke inside the widget. */
  event('error', { where: z.string(), message: z.string() }),
  droppedEvent,
  serverEvent,
] as const;

export const traceEvent = z.discriminatedUnion('kind', traceEvents);
export type TraceEvent = z.infer<typeof traceEvent>;
export type Witness = z.infer<typeof witness>;
export type TraceEventKind = TraceEvent['kind'];
export type TraceEventOf<Kind extends TraceEventKind> = Extract<TraceEvent, { kind: Kind }>;
