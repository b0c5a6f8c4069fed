import type { Violation } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { isDebugging } from '../core/debugging.ts';
import type { DebugPorts } from './tools.ts';

/** Judges the load while it happens; a broken promise is told in the console, and counted at the way to debug info. */
export function watchLive({ recorder, root, model }: DebugPorts): void {
  import('./judge.ts').then(({ createLiveJudge }) => {
    const judge = createLiveJudge();
    const promises = new Map(judge.verdicts().map(({ rule }) => [rule.id, rule.promise]));
    let broken = 0;
    const tell = ({ ruleId, detail, evidence }: Violation) => {
      broken += 1;
      // biome-ignore lint/suspicious/noConsole: what the console is for, and only where it was asked for
      console.warn(`hilo: broken promise ${ruleId}: “${promises.get(ruleId)}” ${detail}`, evidence);
    };
    const take = (event: TraceEvent) => {
      if (!isDebugging(model())) return;
      for (const violation of judge.push(event)) tell(violation);
      if (broken) (root.host as HTMLElement).style.setProperty('--broken', `"${broken}"`);
    };
    for (const event of recorder.events()) take(event);
    recorder.subscribe(take);
  }, nothing);
}

/** It judges nothing then; the blob is judged by whoever reads it. */
function nothing(): void {}
