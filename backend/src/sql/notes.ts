import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';
import { columns } from './rows/columns.ts';
import { type NoteRow, noteRow } from './rows/note-row.ts';

const row = columns(noteRow, 'n');

/** The notes of a conversation, oldest first. */
export function selectNotes(
  db: CommonQueryMethods,
  companyId: string,
  conversationId: string,
): Promise<readonly NoteRow[]> {
  return db.any(sql.type(noteRow)`
    SELECT ${row} FROM note_rows n
    WHERE n.company_id = ${companyId} AND n.conversation_id = ${conversationId}
    ORDER BY n.created_at, n.note_id
  `);
}

/** The note that was written under this client id, if any. */
export async function findNoteByClientId(
  db: CommonQueryMethods,
  companyId: string,
  conversationId: string,
  clientNoteId: string,
): Promise<NoteRow | undefined> {
  const found = await db.maybeOne(sql.type(noteRow)`
    SELECT ${row} FROM note_rows n
    WHERE n.company_id = ${companyId} AND n.conversation_id = ${conversationId}
      AND n.client_note_id = ${clientNoteId}
  `);
  return found ?? undefined;
}

export interface NewNote {
  companyId: string;
  noteId: string;
  conversationId: string;
  clientNoteId: string;
  agentId: string;
  body: string;
  traceparent: string;
}

/** Writes a note after the conversation's latest message. Counts as a change for agents, never for the contact. */
export async function insertNote(tx: Transaction, note: NewNote): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    WITH counted AS (
      UPDATE conversations SET contact_id = contact_id
      WHERE company_id = ${note.companyId} AND conversation_id = ${note.conversationId}
      RETURNING company_id, conversation_id, last_seq
    )
    INSERT INTO notes
      (company_id, note_id, conversation_id, client_note_id, agent_id, body, after_seq, traceparent, created_at)
    SELECT company_id, ${note.noteId}, conversation_id, ${note.clientNoteId}, ${note.agentId}, ${note.body},
      last_seq, ${note.traceparent}, clock_timestamp()
    FROM counted
  `);
}
