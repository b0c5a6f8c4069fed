import { statusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import { z } from 'zod';

/** A row of the view `status_change_rows`. Times in milliseconds. */
export const statusChangeRow = z.object({
  conversation_id: z.string(),
  n: z.int(),
  from_status: statusChange.shape.from,
  to_status: statusChange.shape.to,
  cause: statusChange.shape.cause,
  actor_kind: statusChange.shape.actor.shape.kind,
  actor_name: z.string().nullable(),
  at: z.int(),
});
export type StatusChangeRow = z.infer<typeof statusChangeRow>;
export type StatusCause = StatusChangeRow['cause'];
