import '../channel/no-eval.ts';

import { traceEvent } from '@hilo/shared/trace/events.ts';
import { z } from 'zod';
import type { FromDocument } from '../channel/messages.ts';
import type { JudgedRecords } from '../channel/page-port.ts';

/** A batch is far smaller; what is larger is not from capture. */
const textCharsMax = 8_000_000;

const documentId = z.string().regex(/^[0-9a-f]{16}$/);
const text = z.string().max(4_000);
const count = z.int().nonnegative();
const dropped = z.object({ count, bytes: count });
const record = z.object({ n: z.int().positive(), event: traceEvent });

const message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('document'),
    document: z.object({
      documentId,
      frameId: count,
      url: text,
      startedAtMs: z.number(),
      widgets: z.array(z.object({ widgetId: text, traceId: text, build: text, base: text })).max(64),
      life: z.enum(['alive', 'frozen', 'gone']),
    }),
    lastN: count,
    dropped,
  }),
  z.object({
    type: z.enum(['records', 'widget_records']),
    documentId,
    after: count,
    records: z.array(z.unknown()),
    dropped,
  }),
  z.object({
    type: z.literal('answer'),
    documentId,
    commandId: count,
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), sentence: text }),
    ]),
  }),
]);

/**
 * Reads what a page says: any script there may have had a hand in it. Undefined where it is none of our messages. A
 * record that is not what a trace holds is left out and counted as dropped: its number is missing, and that shows.
 */
export function readFromPage(given: unknown): FromDocument | JudgedRecords | undefined {
  if (typeof given !== 'string' || given.length > textCharsMax) return undefined;
  const found = message.safeParse(parseJson(given)).data;
  if (!found || !('records' in found)) return found;
  const lost = { ...found.dropped };
  let before = found.after;
  let fields: unknown;
  const records = found.records.flatMap((one) => {
    const { n, event, fields: own } = Object(one);
    // Said only where they are not those of the record before.
    fields = own ?? fields;
    const { data } = record.safeParse({ n, event: { ...event, fields } });
    if (data && data.n > before) {
      before = data.n;
      return [data];
    }
    lost.count += 1;
    lost.bytes += JSON.stringify(one)?.length ?? 0;
    return [];
  });
  return { ...found, records, dropped: lost };
}

function parseJson(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}
