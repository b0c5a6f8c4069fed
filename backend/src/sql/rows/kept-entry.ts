import { tenFields } from '@hilo/shared/trace/events.ts';
import { z } from 'zod';

/** One line of a chunk, as `trace/trace-line.ts` writes it. */
export const keptEntry = z.union([
  z.object({
    at: z.number(),
    span: z.string(),
    operation: z.string(),
    phase: z.string(),
    outcome: z.string(),
    durationMs: z.number().nullable(),
    errorCode: z.string().nullable(),
    about: z.record(z.string(), z.unknown()).nullable(),
    fields: tenFields.omit({ companyId: true, traceId: true }),
  }),
  z.object({ at: z.number(), dropped: z.int(), reason: z.string() }),
]);
