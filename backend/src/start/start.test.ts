import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLocalPostgres } from '../db/local-postgres.ts';
import { callOk } from '../testing/call.ts';
import { type Running, runningFileName } from './running-file.ts';

interface Started {
  child: ChildProcess;
  running: Running;
  output(): string;
}

const startFile = join(import.meta.dirname, 'start.ts');
const startMsMax = 90_000;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hilo-start-'));
});
afterAll(async () => {
  await removeLocalPostgres(join(dataDir, 'postgres'));
  await rm(dataDir, { recursive: true });
});

function run(): { child: ChildProcess; output(): string } {
  const env = {
    ...process.env,
    HILO_DATA_DIR: dataDir,
    HILO_PORT: '0',
    DATABASE_URL: '',
    HILO_LOG_LEVEL: 'warn',
    // A build machine asks for colour, which would stand between the words that are looked for.
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', startFile], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  return { child, output: () => output };
}

async function start(): Promise<Started> {
  const { child, output } = run();
  await expect
    .poll(() => child.exitCode ?? output(), { timeout: startMsMax, interval: 100 })
    .toContain('is running');
  const running = JSON.parse(await readFile(join(dataDir, runningFileName), 'utf8')) as Running;
  return { child, running, output };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** What an agent of Alfar sees. */
async function inboxOf({ running }: Started): Promise<string[]> {
  const email = running.logins[0]?.emails[0] ?? '';
  const body = { email, password: running.password };
  const { token } = await callOk(running.serverOrigin, 'signIn', { body });
  const inbox = await callOk(running.serverOrigin, 'inbox', { token, query: { filter: 'all' } });
  return inbox.conversations.map(({ conversationId }) => conversationId).sort();
}

describe('npm start', () => {
  it(
    'serves all of it, refuses to run twice on the same data, survives kill -9, keeps the data, and stops clean',
    async () => {
      const first = await start();
      const { serverOrigin, shopOrigin, appOrigin, inboxUrl } = first.running;
      for (const url of [
        `${serverOrigin}/health/ready`,
        `${serverOrigin}/hilo.js`,
        inboxUrl,
        shopOrigin,
        appOrigin,
      ]) {
        expect((await fetch(url)).status, url).toBe(200);
      }
      for (const [origin, widgetId] of [
        [shopOrigin, 'wgt_alfar'],
        [appOrigin, 'wgt_norte'],
      ] as const) {
        await callOk(serverOrigin, 'bootstrap', { params: { widgetId }, headers: { Origin: origin } });
      }
      const conversations = await inboxOf(first);
      expect(conversations).toHaveLength(4);

      const second = run();
      await once(second.child, 'exit');
      expect(second.child.exitCode).toBe(1);
      expect(second.output()).toMatch(/✗ unable to .*\n$/);

      await end(first.child, 'SIGKILL');
      const third = await start();
      expect(await inboxOf(third)).toEqual(conversations);
      expect(third.output()).not.toContain('Migrated');
      expect(await end(third.child, 'SIGINT')).toBe(0);
      await expect(fetch(`${third.running.serverOrigin}/health/live`)).rejects.toThrow();
    },
    3 * startMsMax,
  );
});
