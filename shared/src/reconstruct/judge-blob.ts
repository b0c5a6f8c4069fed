import { catalogue } from '../invariants/catalogue.ts';
import { createJudge } from '../invariants/engine.ts';
import type { Verdict, VerdictStatus } from '../invariants/rule.ts';
import { eventsOf } from '../trace/blob-read.ts';
import type { Blob, BlobLoad } from '../trace/blob-schema.ts';
import { findJudgedUntilOfBlob, type JudgedUntil } from '../trace/judged-until.ts';
import type { JudgedPromise } from './replay/broken-promises.ts';

export interface Judged {
  verdicts: Verdict[];
  /** Loads of which only a part is left: searched for what is broken, but nothing more can be said of them. */
  partialLoads: number;
}

/**
 * Judges what a blob holds with this build's rules, whatever the blob says of itself. Whole loads are judged together;
 * the tail of an earlier load stands alone, so that its missing beginning does not put the whole ones in doubt. Time
 * passes until the blob was made, as it did for whoever made it.
 */
export function judgeBlob(blob: Blob): Judged {
  const { loads } = blob;
  const whole = loads.filter((load) => load.complete || load.role === 'this');
  const tails = loads.filter((load) => !whole.includes(load));
  const ofTails = tails.map((tail) => judge([tail], null));
  const verdicts = judge(whole, findJudgedUntilOfBlob(blob)).map((verdict, index) =>
    ofTails.reduce((sum, tail) => join(sum, tail[index]), verdict),
  );
  return { verdicts, partialLoads: tails.length + whole.filter((load) => !load.complete).length };
}

/** The same in the words of a blob's own verdicts, as a written test wants it. */
export function judgedPromises(blob: Blob): JudgedPromise[] {
  return judgeBlob(blob).verdicts.map(({ rule, status, violations }) => ({
    ruleId: rule.id,
    promise: rule.promise,
    status,
    violations,
  }));
}

function judge(loads: readonly BlobLoad[], until: JudgedUntil | null): Verdict[] {
  const engine = createJudge(catalogue);
  for (const load of loads) for (const event of eventsOf(load)) engine.push(event);
  if (until) engine.tick(until.traceId, until.t);
  return engine.verdicts();
}

function join(verdict: Verdict, tail: Verdict | undefined): Verdict {
  if (tail?.status !== 'violated') return verdict;
  return { ...verdict, status: 'violated', violations: [...verdict.violations, ...tail.violations] };
}

/** The worst that is said of any promise, which is how `check` ends and what a summary begins with. */
export function worstOf(verdicts: readonly Verdict[]): VerdictStatus {
  const order: VerdictStatus[] = ['violated', 'inconclusive', 'pending', 'holds', 'not_exercised'];
  return order.find((status) => verdicts.some((verdict) => verdict.status === status)) ?? 'not_exercised';
}
