import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge, type Judge } from '@hilo/shared/invariants/engine.ts';
import type { Verdict } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/** A judge for the load at hand. */
export function createLiveJudge(): Judge {
  return createJudge(catalogue);
}

/** What becomes of every promise in these events. */
export function judge(events: readonly TraceEvent[]): readonly Verdict[] {
  const live = createLiveJudge();
  for (const event of events) live.push(event);
  return live.verdicts();
}
