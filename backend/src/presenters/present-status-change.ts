import type { StatusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { StatusChangeRow } from '../sql/rows/status-change-row.ts';

export function presentStatusChange(row: StatusChangeRow): StatusChange {
  return {
    n: row.n,
    conversationId: row.conversation_id,
    from: row.from_status,
    to: row.to_status,
    cause: row.cause,
    actor: { kind: row.actor_kind, name: row.actor_name },
    at: row.at,
  };
}
