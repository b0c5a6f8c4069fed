import type { Snapshot } from '@hilo/shared/protocol/shapes.ts';
import type { SnapshotRow } from '../sql/select-snapshot.ts';
import { presentContact } from './present-contact.ts';
import { presentConversation } from './present-conversation.ts';
import { presentThread } from './present-thread.ts';

/** `focus`: the conversation whose messages the rows carry. */
export function presentSnapshot(row: SnapshotRow, focus: string | null): Snapshot {
  return {
    contactId: row.contact.contact_id,
    version: row.contact.version,
    contact: presentContact(row.contact),
    conversations: row.conversations.map(presentConversation),
    hasMoreConversations: row.conversation_count > row.conversations.length,
    thread: focus !== null && row.messages ? presentThread(focus, row.messages) : null,
  };
}
