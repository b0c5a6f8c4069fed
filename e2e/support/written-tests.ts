import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootFolder } from '../../backend/src/start/front-ends.ts';
import { type CommandResult, runCommand } from '../gate/run-command.ts';

/** A test as `hilo blob test` writes it. */
export interface WrittenTest {
  /** Of its file, without an ending. */
  name: string;
  text: string;
  /** Folder of the widget that it is run against. */
  widget: string;
}

/** What became of one test of a written file. */
export interface Outcome {
  file: string;
  title: string;
  passed: boolean;
  /** Why not, in the words of the test. */
  said: string;
  durationMs: number;
}

export interface WrittenRun extends CommandResult {
  outcomes: Outcome[];
}

/** The widget that whoever runs the tests wants to hear about. */
export const builtWidget = process.env.HILO_WIDGET ?? join(rootFolder, 'dist/widget');

/**
 * Runs written tests as a person would, by Playwright's own command, in a folder where nothing of this project is but
 * what `npm install` puts there; all in one run. The results of the run that we are part of are left alone.
 */
export async function runWritten(tests: readonly WrittenTest[], timeoutMs: number): Promise<WrittenRun> {
  const folder = await mkdtemp(join(tmpdir(), 'hilo-written-test-'));
  const config = join(folder, 'playwright.config.ts');
  const report = join(folder, 'report.json');
  try {
    await symlink(join(rootFolder, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(config, 'export default { testDir: ".", outputDir: "results", workers: 1 };');
    for (const { name, text, widget } of tests) {
      // Each file has its widget: the environment is one for all of a run.
      const own = `process.env.HILO_WIDGET = ${JSON.stringify(widget)};\n`;
      await writeFile(join(folder, `${name}.spec.ts`), text + own);
    }
    const command = [join(rootFolder, 'node_modules/.bin/playwright'), 'test', '-c', config];
    const run = await runCommand([...command, '--reporter=line,json'], {
      timeoutMs,
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });
    const text = await readFile(report, 'utf8').catch(() => undefined);
    return { ...run, outcomes: text === undefined ? [] : outcomesOf(JSON.parse(text) as Report) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Report {
  suites: {
    file: string;
    specs: {
      title: string;
      ok: boolean;
      tests: { results: { duration: number; errors?: { message?: string }[] }[] }[];
    }[];
  }[];
}

function outcomesOf({ suites }: Report): Outcome[] {
  return suites.flatMap(({ file, specs }) =>
    specs.map(({ title, ok, tests }) => {
      const results = tests.flatMap((test) => test.results);
      const errors = results.flatMap((result) => result.errors ?? []);
      return {
        file: file.replace(/\.spec\.ts$/, ''),
        title,
        passed: ok,
        said: errors.map(({ message }) => message ?? '').join('\n'),
        durationMs: results.reduce((sum, { duration }) => sum + duration, 0),
      };
    }),
  );
}
