import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runCli } from '../run-cli.ts';
import type { Terminal } from '../terminal.ts';

export interface Run {
  code: number | null;
  out: string;
  err: string;
}

/** `hilo` in this process, with a terminal that remembers what it was told. */
export async function runHere(argv: readonly string[], terminal: Partial<Terminal> = {}): Promise<Run> {
  const said = { out: [] as string[], err: [] as string[] };
  const code = await runCli(argv, {
    out: (line) => void said.out.push(line),
    err: (line) => void said.err.push(line),
    isInteractive: false,
    ask: () => Promise.reject(new Error('nobody can be asked')),
    variables: {},
    ...terminal,
  });
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
}

const entry = join(import.meta.dirname, '../../../bin/hilo.js');

/** `hilo` as people run it, in a process of its own; `input` is piped in. */
export async function runProcess(argv: readonly string[], input: string | Buffer = ''): Promise<Run> {
  const child = spawn(process.execPath, [entry, ...argv], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  // A process that refuses early does not read to the end.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { code: child.exitCode, out, err };
}
