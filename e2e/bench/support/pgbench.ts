import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bareStatement } from './bare-send.ts';

const run = promisify(execFile);

/** True where Postgres's own load generator is installed. */
export async function hasPgbench(): Promise<boolean> {
  return run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
}

/** The baseline's statement by pgbench; `which`: its expression for the conversation's number. Resolves with sends/s. */
export async function runPgbench(
  url: string,
  { clients, which, seconds }: { clients: number; which: string; seconds: number },
): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'hilo-pgbench-'));
  const script = join(home, 'send.sql');
  await writeFile(script, `\\set n ${which}\n${bareStatement(':n').replace(/\s+/g, ' ')};\n`);
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  };
  try {
    const args = ['-n', '-M', 'prepared', '-T', String(seconds), '-c', String(clients), '-f', script];
    const { stdout } = await run('pgbench', args, { env, timeout: 60_000 });
    return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  } finally {
    await rm(home, { recursive: true });
  }
}
