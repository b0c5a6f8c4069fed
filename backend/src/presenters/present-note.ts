import type { Note } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { NoteRow } from '../sql/rows/note-row.ts';

export function presentNote(row: NoteRow): Note {
  return {
    noteId: row.note_id,
    conversationId: row.conversation_id,
    clientNoteId: row.client_note_id,
    agent: { agentId: row.agent_id, name: row.agent_name },
    body: row.body,
    afterSeq: row.after_seq,
    createdAt: row.created_at,
  };
}
