import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

/** The operations of R1.1, as they are named in logs, traces and documents. */
export type Operation =
  | 'bootstrap'
  | 'start_session'
  | 'resolve_session'
  | 'list_conversations'
  | 'get_conversation'
  | 'list_messages'
  | 'send_message'
  | 'mark_read'
  | 'prechat'
  | 'identify'
  | 'logout'
  | 'answer_survey'
  | 'sync'
  | 'read_trace'
  | 'ws_connect'
  | 'ws_reconnect';

/**
 * Who may call a route.
 * `anyone`: nobody is asked. `visitor_if_known`: a token is used where there is one, and never created.
 * `visitor`: a known token. `visitor_or_new`: an unknown token becomes a new anonymous contact (the first write).
 * `agent`: a signed-in agent.
 */
export type Auth = 'anyone' | 'visitor_if_known' | 'visitor' | 'visitor_or_new' | 'agent';

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  auth: Auth;
  /** What it does, for documents. */
  summary: string;
  /** Name in logs and traces; the route's own name where absent. */
  operation?: Operation;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  answer: z.ZodType;
  /** Expected failures beyond those every route can have (`commonErrors`). */
  errors: readonly ErrorCode[];
}

/** Failures any route can answer with. */
export const commonErrors = [
  'invalid_request',
  'invalid_json',
  'not_found',
  'body_too_large',
  'unsupported_media_type',
  'rate_limited',
  'internal',
  'unavailable',
] as const satisfies readonly ErrorCode[];
