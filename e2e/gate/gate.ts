import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { addCounts, noCounts, summarise } from './counts.ts';
import { runCommand, signalRunning } from './run-command.ts';
import { runStep } from './run-step.ts';
import { listSteps } from './steps.ts';
import { createTerminal } from './terminal.ts';

/**
 * The one gate: everything that must hold, fastest first, to the first thing that does not. `--fast` leaves out the
 * build and the browser. The last line is the sum: `N passed, N failed`.
 */
async function runGate(root: string, isFast: boolean): Promise<boolean> {
  const terminal = createTerminal(process.stdout);
  const reportsDir = await mkdtemp(join(tmpdir(), 'hilo-gate-'));
  let total = noCounts;
  let ok = true;
  try {
    for (const step of listSteps(root, reportsDir)) {
      if (isFast && step.isSlow) continue;
      terminal.begin(step);
      const result = await runStep(step, runCommand);
      terminal.end(step, result);
      total = addCounts(total, result.counts);
      ok = result.ok;
      if (!ok) break;
    }
  } finally {
    await rm(reportsDir, { recursive: true, force: true });
  }
  terminal.finish(summarise(total));
  return ok;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => signalRunning(signal));

const root = join(import.meta.dirname, '../..');
process.chdir(root);
// The tools of this checkout, also where the gate is not run by npm.
process.env.PATH = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
process.exitCode = (await runGate(root, process.argv.includes('--fast'))) ? 0 : 1;
