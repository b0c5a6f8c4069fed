import type { TraceEvent, TraceEventKind, TraceEventOf } from '../trace/events.ts';

/** `holds`: tried and kept. `pending`: a deadline runs. `inconclusive`: the trace has a gap. `not_exercised`: never tried. */
export type VerdictStatus = 'holds' | 'violated' | 'pending' | 'inconclusive' | 'not_exercised';

/** Names one event: `<traceId>/<witness initial><seq>`, for example `4bf9…/w12`. */
export type EventId = string;

type Numbered = Pick<TraceEvent, 'witness' | 'seq' | 'fields'>;

/** Many rules name the same event, one after another: the last name is kept. */
let last: { event: Numbered | null; id: EventId } = { event: null, id: '' };

export function eventId(event: Numbered): EventId {
  if (last.event !== event) {
    const id = `${event.fields.traceId ?? '-'}/${witnessInitials[event.witness]}${event.seq}`;
    last = { event, id };
  }
  return last.id;
}

const witnessInitials = { widget: 'w', server: 's', wire: 'x', browser: 'b' } as const;

export interface RuleText {
  /** Stable for ever, for example `one-open-conversation`. */
  id: string;
  /** The requirement it comes from: `R2.A`, `R1.2` … */
  requirement: string;
  severity: 'critical' | 'major' | 'minor';
  /** The promise, in one sentence that can be true or false. */
  promise: string;
  /** What it means for the visitor or the agent when it is broken; read by support engineers. */
  meaning: string;
  /** Where to look first. */
  look: string;
}

/** What a rule may do while it watches. Evidence is the smallest set of events that proves the violation. */
export interface Watch {
  /** The promise was put to the test. */
  exercise(): void;
  violate(evidence: readonly EventId[], detail: string): void;
  /** Expects `met(key)` within `withinMs` of online, unfrozen time; otherwise violated with this evidence. */
  expect(key: string, withinMs: number, evidence: readonly EventId[], detail: string): void;
  met(key: string): void;
}

export type Handlers = { [Kind in TraceEventKind]?: (event: TraceEventOf<Kind>) => void } & {
  /** After the others: the widget tells other ten fields with this event than it did before. */
  fields?: (event: TraceEvent) => void;
};

/**
 * One promise. `watch` is called once per load (`scope: 'load'`) or once per judge (`scope: 'all'`) and keeps its state
 * in its closure; after a gap it is called anew, or never again where it `needsBeginning`.
 */
export interface Rule extends RuleText {
  scope: 'load' | 'all';
  /** It cannot be picked up in the middle: what it has not seen it would take for what did not happen. */
  needsBeginning?: true;
  watch(watch: Watch): Handlers;
}

export interface Violation {
  ruleId: string;
  traceId: string | null;
  /** Load time at which it was noticed, in milliseconds. */
  t: number;
  evidence: readonly EventId[];
  detail: string;
}

export interface Verdict {
  rule: RuleText;
  status: VerdictStatus;
  exercised: number;
  violations: readonly Violation[];
  /** Violations beyond those kept. */
  violationsDropped: number;
  /** Milliseconds until the nearest deadline, where one runs. */
  dueInMs: number | null;
}
