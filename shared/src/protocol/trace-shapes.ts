import { z } from 'zod';
import { droppedEvent, serverEvent } from '../trace/events.ts';

/** A W3C trace id: 32 lower-case hex digits, not all zero. */
export const traceId = z.string().regex(/^(?!0{32})[0-9a-f]{32}$/, 'is not a trace id');

/** The server's lines of one trace, as its events. `t` counts from the first of them. */
export const serverTrace = z.object({
  traceId,
  /** In order. `dropped` stands where lines were lost. */
  events: z.array(z.discriminatedUnion('kind', [serverEvent, droppedEvent])),
  /** Earlier lines that this answer leaves out. */
  cut: z.int().nonnegative(),
});
export type ServerTrace = z.infer<typeof serverTrace>;
