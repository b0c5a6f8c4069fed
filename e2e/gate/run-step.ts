import { type Counts, countOne } from './counts.ts';
import type { runCommand } from './run-command.ts';
import type { Step } from './steps.ts';

export interface StepResult {
  ok: boolean;
  counts: Counts;
  durationMs: number;
  /** The one that failed, or the last. */
  command: readonly string[];
  /** Of that command. */
  output: string;
  /** Why it failed where its output does not say. */
  reason?: string;
}

/** Runs the commands of a step to the first that fails, and counts. */
export async function runStep(step: Step, run: typeof runCommand): Promise<StepResult> {
  let command: readonly string[] = [];
  let output = '';
  let durationMs = 0;
  let ok = true;
  for (command of step.commands) {
    const result = await run(command, { timeoutMs: step.timeoutMs, env: step.env });
    durationMs += result.durationMs;
    ({ ok, output } = result);
    if (!ok) break;
  }
  if (!step.count) return { ok, counts: countOne(ok), durationMs, command, output };
  return { ...judgeTests(ok, await step.count()), durationMs, command, output };
}

/** A run of tests counts for what it reported, and fails for every way in which that can be hollow. */
function judgeTests(ok: boolean, counts: Counts | undefined): Pick<StepResult, 'ok' | 'counts' | 'reason'> {
  if (!counts) return { ok: false, counts: countOne(false), reason: 'It ended without a report.' };
  if (counts.passed === 0) return fail(counts, 'Not one test passed.');
  if (counts.unexplained.length > 0) {
    return fail(counts, `Skipped without an accepted reason:\n${counts.unexplained.join('\n')}`);
  }
  // An error outside any test, such as in a teardown, fails the run without failing a test.
  if (!ok) return fail(counts, undefined);
  return { ok: counts.failed === 0, counts };
}

function fail(counts: Counts, reason: string | undefined): Pick<StepResult, 'ok' | 'counts' | 'reason'> {
  return { ok: false, counts: { ...counts, failed: Math.max(counts.failed, 1) }, reason };
}
