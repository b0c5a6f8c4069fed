import { readFile } from 'node:fs/promises';
import { type Counts, countTests } from './counts.ts';

interface VitestReport {
  testResults: { status: string; name: string; assertionResults: { fullName: string; status: string }[] }[];
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { projectName: string; status: string }[] }[];
}

type Outcome = 'passed' | 'failed' | 'skipped';

/** Counts what Vitest's JSON reporter wrote; undefined where it wrote nothing (it crashed before). */
export async function countVitest(path: string): Promise<Counts | undefined> {
  const report = await readJson<VitestReport>(path);
  if (!report) return undefined;
  const tests = report.testResults.flatMap((file) => {
    // A file that fails to load has no tests, and would otherwise count as nothing.
    if (file.assertionResults.length === 0 && file.status === 'failed') {
      return [{ title: file.name, outcome: 'failed' as const }];
    }
    return file.assertionResults.map(({ fullName, status }) => ({
      title: fullName,
      outcome: outcomeOf(status, 'passed'),
    }));
  });
  return countTests(tests);
}

/** Counts what Playwright's JSON reporter wrote. A flaky test, one that passed on a later try, has failed. */
export async function countPlaywright(path: string): Promise<Counts | undefined> {
  const report = await readJson<{ suites: PlaywrightSuite[] }>(path);
  return report && countTests(report.suites.flatMap((suite) => listTests(suite, [])));
}

function listTests(suite: PlaywrightSuite, parents: string[]): { title: string; outcome: Outcome }[] {
  const path = [...parents, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map(({ status }) => ({
      title: [...path, spec.title].join(' › '),
      outcome: outcomeOf(status, 'expected'),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((child) => listTests(child, path))];
}

function outcomeOf(status: string, passed: string): Outcome {
  if (status === passed) return 'passed';
  return ['skipped', 'pending', 'todo', 'disabled'].includes(status) ? 'skipped' : 'failed';
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}
