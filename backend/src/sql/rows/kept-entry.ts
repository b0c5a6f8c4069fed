import { tenFields } from '@hilo/shared/trace/events.ts';
import { z } from 'zod';

/** One line of a chunk, as `trace/group-chunks.ts` writes it: fields that are not named are those of the line before. */
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
    fields: tenFields.omit({ companyId: true, traceId: true }).partial().optional(),
  }),
  z.object({ at: z.number(), dropped: z.int(), reason: z.string() }),
]);
