import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from './counts.ts';
import { listFiles } from './list-files.ts';
import { countPlaywright, countVitest } from './reports.ts';

/** One thing the gate looks at: commands that all must succeed. */
export interface Step {
  name: string;
  /** Programs of node_modules/.bin by their name. */
  commands: readonly (readonly string[])[];
  /** For each command. */
  timeoutMs: number;
  env?: Record<string, string>;
  /** What a person types to put it right; without it, the command that failed, to see it again. */
  fix?: string;
  /** Too slow for `--fast`. */
  isSlow?: boolean;
  /** Reads the counts of a step that runs tests; without it the step counts as one check. */
  count?: () => Promise<Counts | undefined>;
}

const second = 1_000;
const minute = 60 * second;

/** Scripts that write a file that is checked in; with `--check` they say whether it is up to date. */
const generators = ['shared/testing/generate-docs.ts'];

/** Scripts that fail where what was built is larger than it may be. */
const sizeBudgets = ['widget/size-budget.ts', 'extension/size-budget.ts'];

/** The steps that apply to what there is in `root`, fastest first. Reports of test runs go to `reportsDir`. */
export function listSteps(root: string, reportsDir: string): Step[] {
  const has = (path: string) => existsSync(join(root, path));
  const steps: (Step | false)[] = [
    lint(),
    types(root),
    ...generators.filter(has).map(generated),
    ids(),
    unit(join(reportsDir, 'vitest.json')),
    has('backend/src/start/build.ts') && build(),
    sizeBudgets.some(has) && sizeBudget(sizeBudgets.filter(has)),
    has('manifest.config.ts') && extensionLint(),
    has('e2e/playwright.config.ts') && browsers(),
    has('e2e/playwright.config.ts') && browser(join(reportsDir, 'playwright.json')),
  ];
  return steps.filter((step) => step !== false);
}

function types(root: string): Step {
  const projects = listFiles(root, /(^|\/)tsconfig(\.test)?\.json$/);
  return {
    name: 'types',
    commands: projects.map((project) => ['tsc', '-p', project]),
    timeoutMs: 3 * minute,
  };
}

function lint(): Step {
  return {
    name: 'lint, format, boundaries',
    commands: [['biome', 'check', '--error-on-warnings', '.']],
    timeoutMs: minute,
    fix: 'npm run fix',
  };
}

function generated(script: string): Step {
  return {
    name: `generated files (${script})`,
    commands: [tsx(script, '--check')],
    timeoutMs: minute,
    fix: tsx(script).join(' '),
  };
}

function ids(): Step {
  const script = 'e2e/gate/check-ids.ts';
  return { name: 'ids', commands: [tsx(script)], timeoutMs: minute };
}

function unit(report: string): Step {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name: 'unit and backend tests',
    commands: [['vitest', 'run', ...reporters]],
    timeoutMs: 15 * minute,
    fix: 'npx vitest run <the file that failed>',
    count: () => countVitest(report),
  };
}

function build(): Step {
  return {
    name: 'build',
    commands: [['npm', 'run', 'build']],
    timeoutMs: 5 * minute,
    fix: 'npm run build',
    isSlow: true,
  };
}

function sizeBudget(scripts: readonly string[]): Step {
  return {
    name: 'size budgets',
    commands: scripts.map((script) => tsx(script)),
    timeoutMs: minute,
    isSlow: true,
  };
}

/** As Mozilla's store judges what is handed in. */
function extensionLint(): Step {
  const command = ['web-ext', 'lint', '--no-config-discovery', '--source-dir', 'dist/firefox'];
  return {
    name: 'extension as Firefox wants it',
    commands: [command],
    timeoutMs: 2 * minute,
    fix: `npm run build && npx ${command.join(' ')}`,
    isSlow: true,
  };
}

/** Chromium has to be there; tests that need Firefox are skipped where it cannot be. */
function browsers(): Step {
  const commands = ['chromium', 'firefox'].map((name) => tsx(`e2e/support/install-${name}.ts`));
  return {
    name: 'browsers found',
    commands,
    timeoutMs: 18 * minute,
    isSlow: true,
  };
}

function browser(report: string): Step {
  return {
    name: 'browser tests',
    commands: [['playwright', 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json']],
    timeoutMs: 60 * minute,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    fix: 'npx playwright test -c e2e/playwright.config.ts <the file that failed>',
    isSlow: true,
    count: () => countPlaywright(report),
  };
}

function tsx(script: string, ...args: string[]): string[] {
  return ['node', '--import', 'tsx', script, ...args];
}
