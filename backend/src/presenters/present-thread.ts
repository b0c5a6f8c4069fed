import type { ThreadPage } from '@hilo/shared/protocol/shapes.ts';
import type { MessageRow } from '../sql/rows/message-row.ts';
import { presentMessage } from './present-message.ts';

/** A page of a thread, ascending. The first message has seq 1, so the page itself tells whether there are earlier ones. */
export function presentThread(conversationId: string, rows: readonly MessageRow[]): ThreadPage {
  return {
    conversationId,
    messages: rows.map(presentMessage),
    hasEarlier: (rows[0]?.seq ?? 1) > 1,
  };
}
