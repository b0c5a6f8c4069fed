/**
 * The error catalogue: every expected failure, once. HTTP answers are RFC 9457 problem details whose `code` is a key
 * of this table; WebSocket failures close with `closeCodes`. Anything not in here is `internal`, and loud.
 */
export const errors = {
  invalid_json: {
    status: 400,
    retryable: false,
    title: 'Unable to read the request; its body is not valid JSON.',
  },
  invalid_request: {
    status: 400,
    retryable: false,
    title: 'Unable to accept the request; a field is missing or wrong.',
  },
  invalid_cursor: {
    status: 400,
    retryable: false,
    title: 'Unable to continue; the cursor is not one of ours.',
  },
  token_missing: {
    status: 401,
    retryable: false,
    title: 'Unable to answer; the request carries no visitor token.',
  },
  token_unknown: {
    status: 401,
    retryable: false,
    title: 'Unable to answer; this visitor token is not known.',
  },
  token_revoked: {
    status: 401,
    retryable: false,
    title: 'Unable to answer; this visitor token was revoked.',
  },
  agent_unauthorized: { status: 401, retryable: false, title: 'Unable to answer; sign in first.' },
  wrong_credentials: {
    status: 401,
    retryable: false,
    title: 'Unable to sign in; e-mail or password is wrong.',
  },
  identity_unproven: {
    status: 401,
    retryable: false,
    title: 'Unable to identify the visitor; the proof does not match.',
  },
  identity_expired: {
    status: 401,
    retryable: false,
    title: 'Unable to identify the visitor; the proof has expired.',
  },
  origin_not_allowed: {
    status: 403,
    retryable: false,
    title: 'Unable to answer; this site is not on the widget’s list of origins.',
  },
  not_found: {
    status: 404,
    retryable: false,
    title: 'Unable to find it; it does not exist or belongs to somebody else.',
  },
  method_not_allowed: {
    status: 405,
    retryable: false,
    title: 'Unable to answer; this address does not take that method.',
  },
  message_conflict: {
    status: 409,
    retryable: false,
    title: 'Unable to send; this client message id was used for another text.',
  },
  another_open: {
    status: 409,
    retryable: false,
    title: 'Unable to reopen this conversation; another one is open.',
  },
  conversation_archived: {
    status: 409,
    retryable: false,
    title: 'Unable to write; this conversation is archived and read-only.',
  },
  conversation_not_open: {
    status: 409,
    retryable: false,
    title: 'Unable to do that; the conversation is not open.',
  },
  survey_answered: {
    status: 409,
    retryable: false,
    title: 'Unable to save the survey; it was answered before, differently.',
  },
  survey_not_due: {
    status: 409,
    retryable: false,
    title: 'Unable to save the survey; this conversation has no such survey.',
  },
  body_too_large: { status: 413, retryable: false, title: 'Unable to read the request; it is too large.' },
  unsupported_media_type: { status: 415, retryable: false, title: 'Unable to read the request; send JSON.' },
  prechat_required: {
    status: 422,
    retryable: false,
    title: 'Unable to start; some contact fields are still missing.',
  },
  rate_limited: {
    status: 429,
    retryable: true,
    title: 'Unable to answer just now; too many requests. Wait a moment.',
  },
  internal: { status: 500, retryable: true, title: 'Unable to answer; something broke on our side.' },
  unavailable: {
    status: 503,
    retryable: true,
    title: 'Unable to answer just now; the service is starting or stopping.',
  },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>;

export type ErrorCode = keyof typeof errors;

/** What an HTTP error answer carries, `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  /** One sentence about this occurrence: what happened and what to do next. */
  detail: string;
  traceId: string | null;
  /** `invalid_request`: where, as JSON pointers, and why. */
  errors?: { pointer: string; detail: string }[];
  /** `another_open`: the conversation that is open. */
  conversationId?: string;
  /** `prechat_required`: the fields that are missing. */
  missing?: string[];
  /** `rate_limited`: seconds to wait, as in Retry-After. */
  retryAfterSeconds?: number;
}

/** WebSocket close codes of our own (4000–4999, RFC 6455 §7.4.2). `retry`: whether the client reconnects by itself. */
export const closeCodes = {
  hello_timeout: { code: 4001, retry: true },
  bad_frame: { code: 4002, retry: false },
  unauthorized: { code: 4003, retry: false },
  identity_changed: { code: 4004, retry: true },
  too_slow: { code: 4005, retry: true },
  heartbeat_timeout: { code: 4006, retry: true },
  draining: { code: 4007, retry: true },
  rate_limited: { code: 4008, retry: true },
  too_many_sockets: { code: 4009, retry: true },
  not_found: { code: 4010, retry: false },
  /** Used by the client: nothing left to hear. */
  idle: { code: 4020, retry: false },
  /** Used by the client: the round trip failed. */
  stale: { code: 4021, retry: true },
} as const;

export type CloseReason = keyof typeof closeCodes;
