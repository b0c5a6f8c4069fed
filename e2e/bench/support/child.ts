import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a server's process has used so far. */
export interface Usage {
  cpuMs: number;
  /** Statements sent to the database. */
  queries: number;
}

export interface Child {
  port: number;
  usage(): Promise<Usage>;
  /** Asks for something that the program knows by `type`; resolves with its answer. */
  ask(message: { type: string } & Record<string, unknown>): Promise<unknown>;
  stop(): Promise<void>;
}

/** Runs a program of this folder in a process of its own. What it logs to standard output goes nowhere. */
export async function startChild(program: string, ...args: string[]): Promise<Child> {
  const child = fork(join(import.meta.dirname, program), args, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a server of the benchmark ended with ${code}`);
  });
  const answered = async () => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ answer: unknown }];
    return message.answer;
  };
  const port = (await answered()) as number;
  const ask: Child['ask'] = (message) => {
    const answer = answered();
    child.send(message);
    return answer;
  };
  return {
    port,
    ask,
    usage: async () => (await ask({ type: 'usage' })) as Usage,
    stop: async () => {
      child.send({ type: 'stop' });
      await ended.catch(() => undefined);
    },
  };
}

/** The other end: answers what the parent asks for, one at a time, until it says stop. */
export function serveParent(
  port: number,
  options: {
    queries: () => number;
    answer(message: Record<string, unknown>): Promise<unknown>;
    stop(): Promise<void>;
  },
): void {
  const tell = (answer: unknown) => process.send?.({ answer });
  process.on('message', async (message: Record<string, unknown>) => {
    if (message['type'] === 'stop') {
      await options.stop();
      process.exit();
    }
    if (message['type'] !== 'usage') return tell((await options.answer(message)) ?? null);
    const { user, system } = process.cpuUsage();
    tell({ cpuMs: (user + system) / 1000, queries: options.queries() } satisfies Usage);
  });
  // A benchmark that was cut off leaves nobody behind.
  process.on('disconnect', () => process.exit());
  tell(port);
}
