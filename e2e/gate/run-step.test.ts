import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCounts, type Counts, countTests, noCounts, summarise } from './counts.ts';
import { countPlaywright, countVitest } from './reports.ts';
import { runCommand } from './run-command.ts';
import { runStep } from './run-step.ts';
import type { Step } from './steps.ts';

const succeed = [process.execPath, '-e', 'console.log("fine")'];
const failing = [process.execPath, '-e', 'console.error("broken"); process.exit(3)'];

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hilo-gate-test-'));
});

afterAll(() => rm(dir, { recursive: true }));

describe('runStep', () => {
  it('counts a check as one, passed or failed, and stops at the first failing command', async () => {
    expect(await run({ commands: [succeed, succeed] })).toMatchObject({
      ok: true,
      counts: { passed: 1, failed: 0 },
    });
    const failed = await run({ commands: [failing, succeed] });
    expect(failed).toMatchObject({ ok: false, counts: { passed: 0, failed: 1 }, output: 'broken\n' });
  });

  it('fails a run of tests that ends without a report, or in which nothing passed', async () => {
    expect(await run({ count: async () => undefined })).toMatchObject({ ok: false, counts: { failed: 1 } });
    expect(await run({ count: async () => noCounts })).toMatchObject({ ok: false, counts: { failed: 1 } });
  });

  it('fails a run that broke outside its tests', async () => {
    const counts: Counts = { ...noCounts, passed: 3 };
    const result = await run({ commands: [failing], count: async () => counts });
    expect(result).toMatchObject({ ok: false, counts: { passed: 3, failed: 1 } });
  });

  it('fails a test skipped without an accepted reason, and names it', async () => {
    const skip = (title: string) =>
      run({
        count: async () =>
          countTests([
            { title: 'a', outcome: 'passed' },
            { title, outcome: 'skipped' },
          ]),
      });
    expect(await skip('panel opens (needs firefox)')).toMatchObject({ ok: true, counts: { skipped: 1 } });
    const unexplained = await skip('panel opens');
    expect(unexplained).toMatchObject({ ok: false, counts: { passed: 1, failed: 1, skipped: 1 } });
    expect(unexplained.reason).toContain('panel opens');
  });
});

describe('runCommand', () => {
  it('ends what takes too long, with its children', async () => {
    const child = 'setInterval(() => {}, 1000)';
    const parent = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', '${child}'], { stdio: 'inherit' });
      console.log(child.pid);
      ${child}`;
    const result = await runCommand([process.execPath, '-e', parent], { timeoutMs: 1_000 });
    expect(result.ok).toBe(false);
    expect(result.output).toContain('It took more than 1 s and was ended.');
    const childPid = Number.parseInt(result.output, 10);
    expect(childPid).toBeGreaterThan(0);
    await expect.poll(() => isRunning(childPid)).toBe(false);
  });

  it('says why a command cannot be run', async () => {
    const result = await runCommand(['/no/such/program'], { timeoutMs: 1_000 });
    expect(result).toMatchObject({ ok: false, output: expect.stringContaining('ENOENT') });
  });
});

describe('reports', () => {
  it('reads what Vitest wrote, a file that did not load counting as a failure', async () => {
    const path = await report({
      testResults: [
        {
          status: 'failed',
          name: 'a.test.ts',
          assertionResults: ['passed', 'failed', 'pending', 'todo'].map((status) => ({
            fullName: status,
            status,
          })),
        },
        { status: 'failed', name: 'broken.test.ts', assertionResults: [] },
      ],
    });
    expect(await countVitest(path)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 2,
      unexplained: ['pending', 'todo'],
    });
  });

  it('reads what Playwright wrote, a flaky test counting as a failure', async () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ projectName: 'chromium', status }] });
    const path = await report({
      suites: [
        {
          title: 'a.spec.ts',
          specs: [spec('fine', 'expected'), spec('flaky', 'flaky')],
          suites: [{ title: 'group', specs: [spec('broken', 'unexpected'), spec('later', 'skipped')] }],
        },
      ],
    });
    expect(await countPlaywright(path)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      unexplained: ['a.spec.ts › group › later'],
    });
  });

  it('finds no report where none was written', async () => {
    expect(await countVitest(join(dir, 'none.json'))).toBeUndefined();
  });
});

describe('summarise', () => {
  it('mentions skipped tests only where there are some', () => {
    expect(summarise({ ...noCounts, passed: 12 })).toBe('12 passed, 0 failed');
    const sum = addCounts({ ...noCounts, passed: 1, skipped: 1 }, { ...noCounts, failed: 2 });
    expect(summarise(sum)).toBe('1 passed, 2 failed, 1 skipped');
  });
});

function run(step: Partial<Step>) {
  return runStep({ name: 'step', commands: [succeed], timeoutMs: 20_000, fix: '', ...step }, runCommand);
}

async function report(content: unknown): Promise<string> {
  const path = join(dir, 'report.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

/** A killed process may stay listed, as a zombie, until somebody collects it. */
function isRunning(pid: number): boolean {
  const found = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return found.stdout.trim() !== '' && !found.stdout.trim().startsWith('Z');
}
