import { author } from '@hilo/shared/protocol/shapes.ts';
import { z } from 'zod';

/** A row of the view `message_rows`. Times in milliseconds. */
export const messageRow = z.object({
  conversation_id: z.string(),
  seq: z.int(),
  message_id: z.string(),
  client_message_id: z.string(),
  author_kind: author.shape.kind,
  agent_id: z.string().nullable(),
  agent_name: z.string().nullable(),
  body: z.string().nullable(),
  redacted_at: z.int().nullable(),
  created_at: z.int(),
  version: z.int(),
});
export type MessageRow = z.infer<typeof messageRow>;
