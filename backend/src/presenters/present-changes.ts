import type { Change, Changes } from '@hilo/shared/protocol/shapes.ts';
import type { ContactRow } from '../sql/rows/contact-row.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';
import type { MessageRow } from '../sql/rows/message-row.ts';
import { presentContact } from './present-contact.ts';
import { presentConversation } from './present-conversation.ts';
import { presentMessage } from './present-message.ts';

export interface ChangedRows {
  contact?: ContactRow | null;
  conversations?: readonly ConversationRow[];
  messages?: readonly MessageRow[];
}

/** Rows as a client folds them: the contact, then headers, then messages in order. */
export function presentChanges(
  span: Pick<Changes, 'contactId' | 'from' | 'version'>,
  rows: ChangedRows,
): Changes {
  const changes: Change[] = [
    ...(rows.contact ? [{ type: 'contact' as const, contact: presentContact(rows.contact) }] : []),
    ...(rows.conversations ?? []).map((row) => ({
      type: 'conversation' as const,
      conversation: presentConversation(row),
    })),
    ...(rows.messages ?? []).map((row) => ({ type: 'message' as const, message: presentMessage(row) })),
  ];
  return { ...span, changes };
}

/** Rows as they are now, where nothing changed: a client folds them, and its version stays. */
export function presentRows(contactId: string, rows: ChangedRows): Changes {
  return presentChanges({ contactId, from: 0, version: 0 }, rows);
}
