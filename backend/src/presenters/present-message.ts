import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { MessageRow } from '../sql/rows/message-row.ts';

export function presentMessage(row: MessageRow): Message {
  return {
    messageId: row.message_id,
    conversationId: row.conversation_id,
    seq: row.seq,
    clientMessageId: row.client_message_id,
    author: { kind: row.author_kind, agentId: row.agent_id, name: row.agent_name },
    body: row.body,
    redactedAt: row.redacted_at,
    createdAt: row.created_at,
    version: row.version,
  };
}
