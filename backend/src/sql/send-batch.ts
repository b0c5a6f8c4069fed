import { limits } from '@hilo/shared/limits.ts';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import { conversationRow } from './rows/conversation-row.ts';
import { messageRow } from './rows/message-row.ts';
import { statusChangeRow } from './rows/status-change-row.ts';

/** One message on its way into the database. */
export interface Send {
  companyId: string;
  conversationId: string;
  author:
    | { kind: 'visitor'; tokenHash: Buffer; deviceId: string; sessionId: string }
    | { kind: 'agent'; agentId: string };
  clientMessageId: string;
  messageId: string;
  body: string;
  traceparent: string;
}

const outcome = z.object({
  n: z.int(),
  outcome: z.enum([
    'inserted',
    'duplicate',
    'conflict',
    'another_open',
    'archived',
    'not_found',
    'token_unknown',
    'token_revoked',
    'moved',
  ]),
  contact_id: z.string().nullable(),
  /** `another_open`: that one. */
  other_id: z.string().nullable(),
  /** The contact's version after the batch. */
  version: z.int().nullable(),
});
export type SendOutcome = z.infer<typeof outcome>['outcome'];

const batchResult = z.object({
  outcomes: z.array(outcome),
  messages: z.array(messageRow),
  conversations: z.array(conversationRow),
  history: z.array(statusChangeRow),
});
export type SendBatchResult = z.infer<typeof batchResult>;

/**
 * Writes many messages in one statement and one commit (`send_batch` in the migrations): an outcome for each, in the
 * order given, and the rows they speak of.
 */
export function sendBatch(db: CommonQueryMethods, sends: readonly Send[]): Promise<SendBatchResult> {
  return db.oneFirst(sql.type(z.object({ result: batchResult }))`
    SELECT send_batch(${sql.jsonb(sends.map(toItem))}, ${limits.previewCharsMax}) AS result
  `);
}

function toItem(send: Send, index: number) {
  const { author } = send;
  const visitor = author.kind === 'visitor' ? author : undefined;
  return {
    n: index + 1,
    company_id: send.companyId,
    conversation_id: send.conversationId,
    author_kind: author.kind,
    agent_id: author.kind === 'agent' ? author.agentId : null,
    token_hash: visitor?.tokenHash.toString('hex') ?? null,
    device_id: visitor?.deviceId ?? null,
    session_id: visitor?.sessionId ?? null,
    client_message_id: send.clientMessageId,
    message_id: send.messageId,
    body: send.body,
    traceparent: send.traceparent,
  };
}
