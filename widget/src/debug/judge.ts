import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge, type Judge } from '@hilo/shared/invariants/engine.ts';
import type { Verdict } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { JudgedUntil } from '@hilo/shared/trace/judged-until.ts';

/** A judge for the load at hand. */
export function createLiveJudge(): Judge {
  return createJudge(catalogue);
}

/** What becomes of every promise in these events, and until then. */
export function judge(events: readonly TraceEvent[], until: JudgedUntil | null): readonly Verdict[] {
  const live = createLiveJudge();
  for (const event of events) live.push(event);
  if (until) live.tick(until.traceId, until.t);
  return live.verdicts();
}
