import type { InboxChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';
import type { MessageRow } from '../sql/rows/message-row.ts';
import type { NoteRow } from '../sql/rows/note-row.ts';
import type { StatusChangeRow } from '../sql/rows/status-change-row.ts';
import { presentInboxConversation } from './present-inbox-conversation.ts';
import { presentMessage } from './present-message.ts';
import { presentNote } from './present-note.ts';
import { presentStatusChange } from './present-status-change.ts';

export interface InboxChangeParts {
  messages?: readonly MessageRow[];
  notes?: readonly NoteRow[];
  history?: readonly StatusChangeRow[];
}

/** A conversation's header as agents see it now, with what was added to it. */
export function presentInboxChange(row: ConversationRow, parts: InboxChangeParts = {}): InboxChange {
  return {
    conversation: presentInboxConversation(row),
    messages: (parts.messages ?? []).map(presentMessage),
    notes: (parts.notes ?? []).map(presentNote),
    history: (parts.history ?? []).map(presentStatusChange),
  };
}
