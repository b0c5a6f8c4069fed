import { v7 } from 'uuid';
import { HiloError } from '../hilo-error.ts';
import { presentNote } from '../presenters/present-note.ts';
import { findNoteByClientId, insertNote } from '../sql/notes.ts';
import { changeConversation } from './agent/change-conversation.ts';
import type { AgentCommand } from './contract.ts';

/** Writes a private note; once, however often it is sent. The contact sees nothing of it. */
export const addNote: AgentCommand<'addNote'> = async (context, caller, { params, body }) => {
  const { companyId, agentId } = caller;
  const { conversationId } = params;
  const { clientNoteId } = body;
  const { traceparent } = context;
  const done = await changeConversation(context, caller, conversationId, async (change) => {
    const { tx } = change;
    const known = await findNoteByClientId(tx, companyId, conversationId, clientNoteId);
    if (known) {
      if (known.body !== body.body || known.agent_id !== agentId) throw new HiloError('message_conflict');
      return { note: known, duplicate: true };
    }
    const noteId = v7();
    const note = { companyId, noteId, conversationId, clientNoteId, agentId, body: body.body, traceparent };
    await insertNote(tx, note);
    const written = await findNoteByClientId(tx, companyId, conversationId, clientNoteId);
    if (!written) throw new Error(`note ${noteId} was written and is not there`);
    change.notes.push(written);
    change.touched.add(conversationId);
    return { note: written, duplicate: false };
  });
  const { note, duplicate } = done.value;
  return { answer: { note: presentNote(note), duplicate, change: done.change }, ...done.result };
};
