import { shorten } from '@hilo/shared/reconstruct/plain-text.ts';
import { type TraceEvent, traceEvent, type Witness, witness } from '@hilo/shared/trace/events.ts';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { examine } from './examine.ts';

/** Why an event is shown as a stand-in, and what came instead of one. */
export interface Oddity {
  /** A sentence for people. */
  why: string;
  /** As it came; undefined where it was too much to keep. */
  raw: unknown;
}

export interface Admitted {
  event: TraceEvent;
  /** Estimated memory. */
  bytes: number;
  isOdd: boolean;
}

const oddities = new WeakMap<TraceEvent, Oddity>();
const traceIdCharsMax = 64;
const nameCharsMax = 80;

/** What came in the place of this event, if it is a stand-in. */
export function findOddity(event: TraceEvent): Oddity | undefined {
  return oddities.get(event);
}

/**
 * An event from outside, checked. One that is not as the vocabulary says becomes an `error` event that stands where it
 * stood; what came is shown in its detail. `n`, `t` and `traceId` stand in for what is missing.
 */
export function admit(value: unknown, n: number, t: number, traceId: string | null): Admitted {
  const size = examine(value);
  if (!size.fit) {
    const why =
      size.why === 'depth' ? 'It is nested deeper than any event is.' : 'It is larger than can be kept.';
    return standIn(undefined, why, n, t, traceId, 0);
  }
  const parsed = traceEvent.safeParse(value);
  if (parsed.success && (parsed.data.fields.traceId?.length ?? 0) <= traceIdCharsMax)
    return { event: parsed.data, bytes: size.bytes, isOdd: false };
  const issue = parsed.error?.issues[0];
  const why = issue
    ? `Not as the vocabulary says at /${issue.path.join('/')}: ${issue.message}`
    : 'Its traceId is none.';
  return standIn(value, shorten(why, 200), n, t, traceId, size.bytes);
}

function standIn(
  raw: unknown,
  why: string,
  n: number,
  t: number,
  traceId: string | null,
  bytes: number,
): Admitted {
  const loose = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const fields = (
    typeof loose['fields'] === 'object' && loose['fields'] !== null ? loose['fields'] : {}
  ) as Record<string, unknown>;
  const ownTraceId = fields['traceId'];
  const event: TraceEvent = {
    kind: 'error',
    where: 'capture',
    message: `${kindOf(loose)}, which this panel does not know`,
    witness: witnessOf(loose['witness']),
    seq: isCount(loose['seq']) ? loose['seq'] : n,
    t: isTime(loose['t']) ? loose['t'] : t,
    wall: isTime(loose['wall']) ? loose['wall'] : 0,
    span: null,
    fields: {
      ...emptyTenFields,
      traceId: typeof ownTraceId === 'string' && ownTraceId.length <= traceIdCharsMax ? ownTraceId : traceId,
    },
  };
  oddities.set(event, { why, raw });
  return { event, bytes: bytes + 512, isOdd: true };
}

function kindOf(loose: Record<string, unknown>): string {
  const kind = loose['kind'];
  return typeof kind === 'string' ? `an event “${shorten(kind, nameCharsMax)}”` : 'an event without a kind';
}

function witnessOf(value: unknown): Witness {
  const parsed = witness.safeParse(value);
  return parsed.success ? parsed.data : 'wire';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
