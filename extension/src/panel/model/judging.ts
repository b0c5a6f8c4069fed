import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge, type Judge } from '@hilo/shared/invariants/engine.ts';
import type { Verdict, VerdictStatus, Violation } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';

const ofOneLoad = catalogue.filter((rule) => rule.scope === 'load');
const acrossLoads = catalogue.filter((rule) => rule.scope === 'all');
const order = new Map(catalogue.map((rule, n) => [rule.id, n]));

/** The promises that span loads (two tabs, a reload), judged over all whole loads of a session. */
export function createSharedJudge(): Judge {
  return createJudge(acrossLoads);
}

/**
 * Judges one load while it grows. One that was picked up in the middle is judged by itself: its missing beginning must
 * not put the whole ones in doubt.
 */
export class LoadJudge {
  /** Events on which a rule broke down, since what they carry is not what it should be. */
  unjudged = 0;
  private own: Judge;
  private readonly shared: Judge;
  private across: Judge | null = null;
  private readonly traceId: string;

  constructor(traceId: string, shared: Judge) {
    this.traceId = traceId;
    this.shared = shared;
    this.own = createJudge(ofOneLoad);
  }

  /** The widget's own account and the server's lines are judged; other witnesses tell the same things again. */
  push(event: TraceEvent): readonly Violation[] {
    if (event.witness !== 'widget' && event.witness !== 'server') return [];
    if (!this.across) {
      const isWhole = event.witness === 'widget' && event.seq === 1;
      this.across = isWhole ? this.shared : createSharedJudge();
    }
    const across = this.across;
    return concat(
      this.safely(() => this.own.push(event)),
      this.safely(() => across.push(event)),
    );
  }

  /** Time passes without an event, in milliseconds of the load. */
  tick(t: number): readonly Violation[] {
    const { across } = this;
    const ofOwn = this.safely(() => this.own.tick(this.traceId, t));
    return across
      ? concat(
          ofOwn,
          this.safely(() => across.tick(this.traceId, t)),
        )
      : ofOwn;
  }

  verdicts(): Verdict[] {
    const across = (this.across ?? this.shared).verdicts().map((verdict) => this.onlyOwn(verdict));
    return [...this.own.verdicts(), ...across].sort(
      (a, b) => (order.get(a.rule.id) ?? 0) - (order.get(b.rule.id) ?? 0),
    );
  }

  private onlyOwn(verdict: Verdict): Verdict {
    const violations = verdict.violations.filter(({ traceId }) => traceId === this.traceId);
    if (violations.length === verdict.violations.length) return verdict;
    const rest = verdict.dueInMs !== null ? 'pending' : 'holds';
    return { ...verdict, violations, status: violations.length > 0 ? 'violated' : rest };
  }

  private safely(judge: () => readonly Violation[]): readonly Violation[] {
    try {
      return judge();
    } catch {
      // A page can put anything into a body; a rule that trips over it says nothing about this event.
      this.unjudged++;
      return [];
    }
  }
}

/** Nearly always both are empty: then there is nothing to copy. */
function concat(a: readonly Violation[], b: readonly Violation[]): readonly Violation[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...a, ...b];
}

const worstFirst: readonly VerdictStatus[] = [
  'violated',
  'inconclusive',
  'pending',
  'holds',
  'not_exercised',
];

/** What is to be said of each promise over several loads: the worst of what is said of each. */
export function joinVerdicts(ofLoads: readonly (readonly Verdict[])[]): Verdict[] {
  const joined = new Map<string, Verdict>();
  for (const verdict of ofLoads.flat()) {
    const before = joined.get(verdict.rule.id);
    joined.set(verdict.rule.id, before ? join(before, verdict) : verdict);
  }
  return [...joined.values()].sort((a, b) => (order.get(a.rule.id) ?? 0) - (order.get(b.rule.id) ?? 0));
}

function join(a: Verdict, b: Verdict): Verdict {
  const due = [a.dueInMs, b.dueInMs].filter((ms) => ms !== null);
  return {
    rule: a.rule,
    status: worstFirst.find((status) => status === a.status || status === b.status) ?? a.status,
    exercised: a.exercised + b.exercised,
    violations: [...a.violations, ...b.violations],
    violationsDropped: a.violationsDropped + b.violationsDropped,
    dueInMs: due.length > 0 ? Math.min(...due) : null,
  };
}
