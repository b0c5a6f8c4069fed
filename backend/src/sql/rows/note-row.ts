import { z } from 'zod';

/** A row of the view `note_rows`. Times in milliseconds. */
export const noteRow = z.object({
  note_id: z.string(),
  conversation_id: z.string(),
  client_note_id: z.string(),
  agent_id: z.string(),
  agent_name: z.string(),
  body: z.string(),
  after_seq: z.int(),
  created_at: z.int(),
});
export type NoteRow = z.infer<typeof noteRow>;
