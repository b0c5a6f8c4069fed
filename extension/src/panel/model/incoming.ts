import { z } from 'zod';
import type { CaptureRecord, FromDocument } from '../../channel/messages.ts';

const idCharsMax = 64;
const textCharsMax = 4_000;
const short = z.string().max(textCharsMax);
const dropped = z.object({ count: z.number().nonnegative(), bytes: z.number().nonnegative() });

const document = z.object({
  documentId: z.string().max(idCharsMax),
  frameId: z.int(),
  url: short,
  startedAtMs: z.number(),
  widgets: z
    .array(z.object({ widgetId: short, traceId: z.string().max(idCharsMax), build: short, base: short }))
    .max(100),
  life: z.enum(['alive', 'frozen', 'gone']),
});

const message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('document'),
    document,
    lastN: z.int().nonnegative(),
    dropped,
  }),
  z.object({
    type: z.literal('records'),
    documentId: z.string().max(idCharsMax),
    after: z.int().nonnegative(),
    records: z.array(z.unknown()),
    dropped,
  }),
  z.object({
    type: z.literal('answer'),
    documentId: z.string().max(idCharsMax),
    commandId: z.int(),
    answer: z.union([
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), sentence: short }),
    ]),
  }),
]);

/**
 * A message of a document, or undefined where it is none. Records keep their order: one whose number does not follow
 * those before it is left out. Their events are looked at one by one (`admit.ts`).
 */
export function readMessage(value: unknown): FromDocument | undefined {
  const parsed = message.safeParse(value);
  if (!parsed.success) return undefined;
  if (parsed.data.type !== 'records') return parsed.data as FromDocument;
  return { ...parsed.data, records: readRecords(parsed.data.after, parsed.data.records) };
}

function readRecords(after: number, records: readonly unknown[]): CaptureRecord[] {
  let last = after;
  return records.filter((record): record is CaptureRecord => {
    const n = typeof record === 'object' && record !== null ? (record as CaptureRecord).n : 0;
    if (!Number.isSafeInteger(n) || n <= last) return false;
    last = n;
    return true;
  });
}
