import { eventId } from '../../invariants/rule.ts';
import type { TraceEvent } from '../../trace/events.ts';

/** What is said of a promise, as far as it matters here: a verdict of the judge's, or one of a blob's. */
export interface JudgedPromise {
  ruleId: string;
  promise: string;
  status: string;
  violations: readonly { evidence: readonly string[] }[];
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
    const isServers = ({ evidence }: JudgedPromise['violations'][number]) =>
      evidence.every((id) => isOfServer(byId.get(id)));
    (here.every(isServers) ? found.servers : found.ours).push({ ruleId, promise });
  }
  return found;
}

function isOfServer(event: TraceEvent | undefined): boolean {
  if (event?.kind === 'frame') return event.direction === 'in';
  return event?.kind === 'response' || event?.kind === 'server';
}
