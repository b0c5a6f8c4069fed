import { failWhere, firstDifference, nothingMore } from './difference.ts';
import { learnDrawn } from './outside.ts';
import type { Stage } from './stage.ts';
import type { Any } from './story.ts';

/** How long a page that has something to do may take for it, by the clock on the wall. */
export const patienceMs = 10_000;
/** How much of the page's own time may pass until what was recorded comes; then it is left out. */
const lateMsMax = 2_000;
/** How much of it may pass after the end, until a promise is kept. */
const deadlineMsMax = 180_000;

// Time, and what the widget tells meanwhile.

/**
 * The page's time goes on to this; timers that are due ring, but in a strict run those that have a step of their own.
 */
export async function goTo(stage: Stage, ms: number): Promise<void> {
  stage.nowMs = Math.max(stage.nowMs, ms);
  const told = await stage.page.evaluate(async (to) => {
    const { hilo } = window as Any;
    await hilo.goTo(to);
    return hilo.takeTold(0);
  }, stage.nowMs);
  take(stage, told);
}

/** Takes in what the widget has told since; where nothing has come, waits a little for it. */
export async function listen(stage: Stage, waitMs: number): Promise<void> {
  take(stage, await stage.page.evaluate((ms) => (window as Any).hilo.takeTold(ms), waitMs));
}

export function take(stage: Stage, events: Any[]): void {
  for (const event of events) {
    if (event.kind === 'random') learnDrawn(stage, event);
    const one = stage.read(event);
    if (one) stage.came.push(one);
  }
  stage.count += events.length;
}

/** Resolves once the widget has told so many events again; fails where they are not those of the recording. */
export async function untilTold(stage: Stage, count: number): Promise<void> {
  const endsAt = Date.now() + patienceMs;
  while (stage.count < count) {
    await listen(stage, 50);
    failWhere(firstDifference(stage, false));
    if (Date.now() > endsAt) failWhere(firstDifference(stage, true) ?? nothingMore(stage));
  }
}

/** Until it comes: in a strict run, time stands still meanwhile. Otherwise some may have to pass. */
export async function waitFor(
  stage: Stage,
  patience: number,
  isThere: () => Promise<boolean>,
): Promise<boolean> {
  const endsAt = Date.now() + patience;
  const untilMs = stage.nowMs + lateMsMax;
  while (!(await isThere())) {
    if (stage.isStrict ? Date.now() > endsAt : stage.nowMs > untilMs) return false;
    await stage.page.waitForTimeout(10);
    if (!stage.isStrict) await goTo(stage, stage.nowMs + 40);
  }
  return true;
}

/** The widget judges itself, in the blob that it makes; deadlines that run are let pass. */
export async function verdictOf(stage: Stage, ruleId: string): Promise<Any> {
  await stage.page.evaluate(() => (window as Any).hilo.answerPings());
  const untilMs = stage.nowMs + deadlineMsMax;
  for (;;) {
    const { verdicts } = await lookAt(stage);
    const verdict = verdicts.find((one: Any) => one.ruleId === ruleId);
    if (verdict?.status !== 'pending' || stage.nowMs > untilMs) return verdict;
    for (let left = verdict.dueInMs + 100; left > 0; left -= 1_000)
      await goTo(stage, stage.nowMs + Math.min(left, 1_000));
  }
}

export async function lookAt(stage: Stage): Promise<{ screen: string | null; verdicts: Any[] }> {
  return stage.page.evaluate(() => (window as Any).hilo.look());
}
