import { eventId } from '../../invariants/rule.ts';
import type { TraceEvent } from '../../trace/events.ts';

/** What is said of a promise, as far as it matters here: a verdict of the judge's, or one of a blob's. */
export interface JudgedPromise {
  ruleId: string;
  promise: string;
  status: string;
  violations: readonly { t: number; evidence: readonly string[] }[];
}

export interface BrokenPromise {
  ruleId: string;
  promise: string;
}

export interface BrokenPromises {
  /** A widget can keep them: what it did itself is among the evidence. */
  ours: BrokenPromise[];
  /** Broken by what the server said alone, whatever a widget makes of it. */
  servers: BrokenPromise[];
}

/** The promises that are broken in this load. */
export function brokenOf(
  events: readonly TraceEvent[],
  traceId: string | null,
  verdicts: readonly JudgedPromise[],
): BrokenPromises {
  const byId = new Map(events.map((event) => [eventId(event), event]));
  const found: BrokenPromises = { ours: [], servers: [] };
  for (const { ruleId, promise, status, violations } of verdicts) {
    if (status !== 'violated') continue;
    const here = violations.filter(({ evidence }) => evidence.at(-1)?.startsWith(`${traceId ?? '-'}/`));
    if (here.length === 0) continue;
    const isServers = ({ t, evidence }: JudgedPromise['violations'][number]) =>
      isServersWord(
        evidence.map((id) => byId.get(id)),
        t,
      );
    (here.every(isServers) ? found.servers : found.ours).push({ ruleId, promise });
  }
  return found;
}

/**
 * Whether it is the server's word alone, and enough for what was noticed at that time. Where it was noticed later, a
 * deadline was over: the widget did not do what it had to, upon this.
 */
function isServersWord(evidence: readonly (TraceEvent | undefined)[], noticedMs: number): boolean {
  const isSaid = (event: TraceEvent | undefined) =>
    event?.kind === 'frame'
      ? event.direction === 'in'
      : event?.kind === 'response' || event?.kind === 'server';
  if (!evidence.every(isSaid)) return false;
  return evidence.some((event) => event?.kind === 'server' || noticedMs <= (event?.t ?? 0));
}
