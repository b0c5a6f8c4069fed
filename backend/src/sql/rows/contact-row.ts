import { z } from 'zod';

/** A row of the view `contact_rows`: a contact that was not merged away. Times in milliseconds. */
export const contactRow = z.object({
  contact_id: z.string(),
  user_id: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  phone: z.string().nullable(),
  version: z.int(),
  row_version: z.int(),
  created_at: z.int(),
  last_seen_at: z.int().nullable(),
  aliases: z.array(z.string()),
});
export type ContactRow = z.infer<typeof contactRow>;
