import { z } from 'zod';
import { inboxChange } from './inbox-shapes.ts';
import { changes } from './shapes.ts';
import { timeMs, uuid, visitorToken } from './text.ts';

/**
 * WebSocket frames: JSON text, one object each, `type` says which. Every frame carries `traceparent`: of the sender's
 * load in frames from a client, of the operation that caused it in frames from the server.
 * Addresses: `/ws/:widgetId/:sessionId?` for a visitor, `/ws/agent` for the inbox.
 */
const frame = { traceparent: z.string().max(64) };

const ping = z.object({ type: z.literal('ping'), ...frame, n: z.int().nonnegative() });
/** Answers the ping with the same `n`. Both sides ping; both answer. */
const pong = z.object({ type: z.literal('pong'), ...frame, n: z.int().nonnegative() });

export const visitorClientFrame = z.discriminatedUnion('type', [
  /** The first frame, within `helloDeadlineMs`. The token is never in the address. */
  z.object({
    type: z.literal('hello'),
    ...frame,
    token: visitorToken,
    deviceId: uuid,
    /** True when this load was connected before: logged as ws_reconnect. */
    reconnect: z.boolean(),
  }),
  z.object({ type: z.literal('typing'), ...frame, conversationId: uuid, typing: z.boolean() }),
  ping,
  pong,
]);
export type VisitorClientFrame = z.infer<typeof visitorClientFrame>;

export const visitorServerFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    ...frame,
    contactId: uuid,
    /** The contact's version now: behind it, sync. */
    version: z.int().nonnegative(),
    /** What the sessionId in the address resolves to; null where the address had none, or one that is not this contact's. */
    session: z.object({ sessionId: uuid, conversationId: uuid }).nullable(),
    serverTime: timeMs,
  }),
  z.object({ type: z.literal('event'), ...frame, changes }),
  z.object({
    type: z.literal('typing'),
    ...frame,
    conversationId: uuid,
    typing: z.boolean(),
    agentName: z.string(),
  }),
  ping,
  pong,
]);
export type VisitorServerFrame = z.infer<typeof visitorServerFrame>;

export const agentClientFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), ...frame, token: z.string().max(128), reconnect: z.boolean() }),
  z.object({ type: z.literal('typing'), ...frame, conversationId: uuid, typing: z.boolean() }),
  ping,
  pong,
]);
export type AgentClientFrame = z.infer<typeof agentClientFrame>;

export const agentServerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), ...frame, serverTime: timeMs }),
  z.object({ type: z.literal('changed'), ...frame, change: inboxChange }),
  z.object({ type: z.literal('removed'), ...frame, conversationId: uuid }),
  z.object({
    type: z.literal('typing'),
    ...frame,
    conversationId: uuid,
    typing: z.boolean(),
    /** Null: the visitor; else the colleague. */
    agent: z.object({ agentId: uuid, name: z.string() }).nullable(),
  }),
  ping,
  pong,
]);
export type AgentServerFrame = z.infer<typeof agentServerFrame>;
