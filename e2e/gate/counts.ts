/** Tests and checks, counted alike. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Titles of tests that were skipped without a reason that the gate accepts. */
  unexplained: string[];
}

/** What may stand in the title of a test that is skipped on machines without what it needs. */
const acceptedReasons = ['(needs firefox)'];

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0, unexplained: [] };

/** One check that is no test. */
export function countOne(ok: boolean): Counts {
  return { ...noCounts, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    unexplained: [...a.unexplained, ...b.unexplained],
  };
}

/** Counts titles by outcome; what is neither passed nor failed was skipped. */
export function countTests(
  tests: readonly { title: string; outcome: 'passed' | 'failed' | 'skipped' }[],
): Counts {
  const titlesOf = (outcome: string) =>
    tests.filter((test) => test.outcome === outcome).map(({ title }) => title);
  const skipped = titlesOf('skipped');
  return {
    passed: titlesOf('passed').length,
    failed: titlesOf('failed').length,
    skipped: skipped.length,
    unexplained: skipped.filter((title) => !acceptedReasons.some((reason) => title.includes(reason))),
  };
}

/** `12 passed, 0 failed`, with `, 1 skipped` where some were. */
export function summarise(counts: Counts): string {
  const base = `${counts.passed} passed, ${counts.failed} failed`;
  return counts.skipped > 0 ? `${base}, ${counts.skipped} skipped` : base;
}
