import { z } from 'zod';
import { type TraceEvent, tenFields, traceEvents, traceVersion } from './events.ts';

/** The format of this version of the blob. A change of shape is a new version, with a migration to it. */
export const blobFormat = 'hilo-debug-blob';
export const blobVersion = 1;

/** As far from the epoch as ECMAScript's dates reach (ECMA-262, Time Values): no clock shows more, and more has no date. */
const timeMsMax = 8.64e15;
const wallTime = () => z.number().min(-timeMsMax).max(timeMsMax);

/** What only a blob has to check: a recorder has clocks, and a blob comes from anybody. */
const ofBlob = {
  t: z.number().nonnegative().max(timeMsMax),
  wall: wallTime(),
  fields: z.int().nonnegative().describe('Index into fieldSets.'),
};

/** An event whose ten fields are an index into its load's `fieldSets`: thousands of events share a few. */
export type BlobEvent = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, 'fields'> & { fields: number }
    : never
  : never;

const [first, ...others] = traceEvents.map((kind) => kind.extend(ofBlob as never));
const blobEvent = z.discriminatedUnion('kind', [
  first,
  ...others,
] as never) as unknown as z.ZodType<BlobEvent>;

const storageEntry = z.strictObject({
  key: z.string(),
  value: z.unknown().describe('Parsed where it is JSON, the text otherwise.'),
});

const load = z.strictObject({
  traceId: z.string().nullable(),
  role: z.enum(['this', 'previous']).describe('`previous`: the tail of the load before, in the same tab.'),
  complete: z
    .boolean()
    .describe('From the first event on, without a hole: it can be replayed from its start.'),
  storage: z
    .array(storageEntry)
    .nullable()
    .describe('What storage held when the load began; null where unknown.'),
  fieldSets: z.array(tenFields),
  events: z.array(blobEvent),
});

const violation = z.strictObject({
  traceId: z.string().nullable(),
  t: z.number(),
  evidence: z.array(z.string()),
  detail: z.string(),
});

const verdict = z.strictObject({
  ruleId: z.string(),
  requirement: z.string(),
  severity: z.enum(['critical', 'major', 'minor']),
  promise: z.string(),
  status: z.enum(['holds', 'violated', 'pending', 'inconclusive', 'not_exercised']),
  exercised: z.int().nonnegative(),
  violations: z.array(violation),
  violationsDropped: z.int().nonnegative(),
  dueInMs: z.number().nullable(),
});

const environment = z.strictObject({
  userAgent: z.string(),
  language: z.string().describe('Of the page.'),
  locale: z.string().describe('Of the widget.'),
  timeZone: z.string().nullable(),
  viewport: z.strictObject({ width: z.number(), height: z.number() }),
  url: z.string().describe('Of the page: names of the query without values, no fragment.'),
  clockOffsetMs: z
    .number()
    .nullable()
    .describe('What to add to `wall` to get the server’s time; null where the server was not heard.'),
});

export const blobSchema = z.strictObject({
  format: z.literal(blobFormat),
  version: z.literal(blobVersion),
  traceVersion: z.literal(traceVersion),
  build: z.string().describe('Which build of the widget was loaded.'),
  madeBy: z.enum(['widget', 'popup', 'panel', 'cli', 'test']),
  madeAt: wallTime().describe('Milliseconds since the Unix epoch, on the clock of the machine that made it.'),
  traceId: z.string().nullable(),
  fields: tenFields.describe('The ten fields as last known.'),
  environment,
  textIncluded: z.boolean().describe('False: what people wrote is masked.'),
  loads: z.array(load),
  storage: z.array(storageEntry).describe('What storage held at the end.'),
  screen: z.string().nullable().describe('The accessibility tree at the end, one node a line.'),
  verdicts: z.array(verdict),
  cuts: z
    .array(
      z.strictObject({
        what: z.string(),
        count: z.int().nonnegative(),
        bytes: z.int().nonnegative().nullable(),
        why: z.string(),
      }),
    )
    .describe('Everything that is not in the blob although it happened.'),
  masked: z.array(z.strictObject({ what: z.string(), count: z.int().nonnegative() })),
  checksum: z.string().describe('`sha256:` and the digest of the canonical JSON (RFC 8785) of all the rest.'),
});

export type Blob = z.infer<typeof blobSchema>;
export type BlobLoad = Blob['loads'][number];
export type BlobVerdict = Blob['verdicts'][number];
export type BlobCut = Blob['cuts'][number];
