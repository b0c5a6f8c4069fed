import type { TraceEvent, TraceEventKind } from '../trace/events.ts';
import type { TenFields } from '../trace/ten-fields.ts';
import type { EventId, Handlers, Rule, Verdict, VerdictStatus, Violation, Watch } from './rule.ts';
import { widgetKinds } from './widget-kinds.ts';

/** Violations kept per rule; more are counted. */
export const violationsPerRuleMax = 100;

export interface Judge {
  /** Takes the next event. Events of one witness of one load come in order of seq; returns what it broke. */
  push(event: TraceEvent): readonly Violation[];
  /** Time passes without an event: `t` is the load's time. Returns the promises whose deadline is over. */
  tick(traceId: string | null, t: number): readonly Violation[];
  verdicts(): Verdict[];
}

/** A pure, incremental judge: O(1) amortised per event, memory bounded by what the rules still wait for. */
export function createJudge(rules: readonly Rule[]): Judge {
  return new Engine(rules);
}

type Handler = (event: TraceEvent) => void;

type HandlerLists = Partial<Record<keyof Handlers, Handler[]>>;

const none: readonly Violation[] = [];

function run(handlers: readonly Handler[] | undefined, event: TraceEvent): void {
  if (!handlers) return;
  for (let i = 0; i < handlers.length; i++) (handlers[i] as Handler)(event);
}

interface Expectation {
  /** On the load's online clock. */
  dueMs: number;
  evidence: readonly EventId[];
  detail: string;
}

interface RuleState {
  rule: Rule;
  exercised: number;
  violations: Violation[];
  violationsDropped: number;
  inconclusive: boolean;
}

class Engine implements Judge {
  private readonly states: RuleState[];
  private readonly loads = new Map<string, Load>();
  private shared: HandlerLists;
  private fired: readonly Violation[] = none;
  private current: Load | null = null;

  constructor(rules: readonly Rule[]) {
    this.states = rules.map((rule) => ({
      rule,
      exercised: 0,
      violations: [],
      violationsDropped: 0,
      inconclusive: false,
    }));
    this.shared = this.handlersOf('all');
  }

  push(event: TraceEvent): readonly Violation[] {
    this.fired = none;
    const load = this.load(event.fields.traceId ?? '-');
    this.current = load;
    if (!load.inOrder(event)) this.gap(load);
    load.pass(event);
    this.expire(load);
    run(load.handlers[event.kind], event);
    run(this.shared[event.kind], event);
    // Fields are the same from event to event but for a few: rules about them are spared the rest.
    if (load.tellsNewFields(event)) run(load.handlers.fields, event);
    if (event.kind === 'dropped') this.gap(load);
    return this.fired;
  }

  tick(traceId: string | null, t: number): readonly Violation[] {
    this.fired = none;
    const load = this.load(traceId ?? '-');
    this.current = load;
    load.passTime(t);
    this.expire(load);
    return this.fired;
  }

  verdicts(): Verdict[] {
    return this.states.map((state) => {
      const dueInMs = this.dueInMs(state);
      return {
        rule: textOf(state.rule),
        status: statusOf(state, dueInMs),
        exercised: state.exercised,
        violations: state.violations,
        violationsDropped: state.violationsDropped,
        dueInMs,
      };
    });
  }

  private load(traceId: string): Load {
    if (this.current?.traceId === traceId) return this.current;
    let load = this.loads.get(traceId);
    if (!load) {
      load = new Load(traceId);
      this.loads.set(traceId, load);
      this.current = load;
      load.handlers = this.handlersOf('load', load);
    }
    return load;
  }

  /** A gap ends what was being watched in this load: its rules start anew, and can no longer say that all was well. */
  private gap(load: Load): void {
    for (const state of this.states) state.inconclusive = true;
    load.expectations.clear();
    load.fields = null;
    load.handlers = this.handlersOf('load', load, true);
    this.shared = this.handlersOf('all', undefined, true);
  }

  private handlersOf(scope: Rule['scope'], load?: Load, afterGap = false): HandlerLists {
    const byKind: HandlerLists = {};
    for (const state of this.states) {
      if (state.rule.scope !== scope || (afterGap && state.rule.needsBeginning)) continue;
      const handlers: Handlers = state.rule.watch(this.watchFor(state, load));
      for (const [kind, handler] of Object.entries(handlers)) {
        const list = byKind[kind as keyof Handlers] ?? [];
        byKind[kind as keyof Handlers] = list;
        list.push(handler as Handler);
      }
    }
    return byKind;
  }

  private watchFor(state: RuleState, own: Load | undefined): Watch {
    const load = (): Load => {
      const found = own ?? this.current;
      if (!found) throw new Error('assert: a rule acts only while an event or a tick is judged');
      return found;
    };
    return {
      exercise: () => {
        state.exercised++;
      },
      violate: (evidence, detail) => this.violate(state, load(), evidence, detail),
      expect: (key, withinMs, evidence, detail) => {
        state.exercised++;
        const at = load();
        at.expectationsOf(state).set(key, {
          dueMs: at.onlineMs + withinMs,
          evidence,
          detail,
        });
        at.nearestDueMs = Math.min(at.nearestDueMs, at.onlineMs + withinMs);
      },
      met: (key) => {
        load().expectations.get(state)?.delete(key);
      },
    };
  }

  private violate(state: RuleState, load: Load, evidence: readonly EventId[], detail: string): void {
    const violation: Violation = {
      ruleId: state.rule.id,
      traceId: load.traceId,
      t: load.t,
      evidence,
      detail,
    };
    this.fired = [...this.fired, violation];
    if (state.violations.length < violationsPerRuleMax) state.violations.push(violation);
    else state.violationsDropped++;
  }

  private expire(load: Load): void {
    if (load.onlineMs < load.nearestDueMs) return;
    load.nearestDueMs = Number.POSITIVE_INFINITY;
    for (const [rule, expectations] of load.expectations) {
      for (const [key, { dueMs, evidence, detail }] of expectations) {
        if (dueMs <= load.onlineMs) {
          expectations.delete(key);
          this.violate(rule, load, evidence, detail);
        } else load.nearestDueMs = Math.min(load.nearestDueMs, dueMs);
      }
    }
  }

  private dueInMs(state: RuleState): number | null {
    let nearest: number | null = null;
    for (const load of this.loads.values()) {
      for (const expectation of load.expectations.get(state)?.values() ?? []) {
        const dueIn = expectation.dueMs - load.onlineMs;
        if (nearest === null || dueIn < nearest) nearest = dueIn;
      }
    }
    return nearest;
  }
}

const ownKinds = new Set<TraceEventKind>(widgetKinds);

function isSame(a: TenFields, b: TenFields): boolean {
  return (
    a.unreadCount === b.unreadCount &&
    a.lastMessageId === b.lastMessageId &&
    a.status === b.status &&
    a.conversationId === b.conversationId &&
    a.sessionId === b.sessionId &&
    a.contactId === b.contactId &&
    a.deviceId === b.deviceId &&
    a.widgetId === b.widgetId &&
    a.companyId === b.companyId &&
    a.traceId === b.traceId
  );
}

/** One load: its clock while online and unfrozen, and what is expected of it. */
class Load {
  readonly traceId: string;
  readonly expectations = new Map<RuleState, Map<string, Expectation>>();
  handlers: HandlerLists = {};
  /** As the widget last told them. */
  fields: TenFields | null = null;
  t = 0;
  onlineMs = 0;
  nearestDueMs = Number.POSITIVE_INFINITY;
  private online = true;
  private frozen = false;
  private readonly lastSeq: Record<string, number> = {};

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  expectationsOf(rule: RuleState): Map<string, Expectation> {
    const known = this.expectations.get(rule);
    if (known) return known;
    const fresh = new Map<string, Expectation>();
    this.expectations.set(rule, fresh);
    return fresh;
  }

  inOrder(event: TraceEvent): boolean {
    const last = this.lastSeq[event.witness];
    this.lastSeq[event.witness] = event.seq;
    // A witness may begin late (the server's first line has any number); only the widget's own account starts at 1.
    if (last === undefined) return event.witness !== 'widget' || event.seq === 1;
    return event.seq === last + 1;
  }

  pass(event: TraceEvent): void {
    this.passTime(event.t);
    if (event.kind === 'load') this.online = event.online;
    else if (event.kind === 'page') {
      if (event.what === 'online') this.online = true;
      else if (event.what === 'offline') this.online = false;
      else if (event.what === 'freeze') this.frozen = true;
      else if (event.what === 'resume' || event.what === 'pageshow') this.frozen = false;
    }
  }

  tellsNewFields({ kind, fields }: TraceEvent): boolean {
    const before = this.fields;
    if (fields === before || !ownKinds.has(kind)) return false;
    this.fields = fields;
    return !before || !isSame(fields, before);
  }

  passTime(t: number): void {
    if (t <= this.t) return;
    if (this.online && !this.frozen) this.onlineMs += t - this.t;
    this.t = t;
  }
}

function textOf({ id, requirement, severity, promise, meaning, look }: Rule): Verdict['rule'] {
  return { id, requirement, severity, promise, meaning, look };
}

function statusOf(state: RuleState, dueInMs: number | null): VerdictStatus {
  if (state.violations.length > 0) return 'violated';
  if (state.inconclusive) return 'inconclusive';
  if (dueInMs !== null) return 'pending';
  return state.exercised > 0 ? 'holds' : 'not_exercised';
}
