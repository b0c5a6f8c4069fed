import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Running, runningFileName } from '../../backend/src/start/running-file.ts';

/** `npm start`, as a person starts it, in a process of its own. */
export interface Product {
  readonly running: Running;
  /** As with Ctrl-C; resolves once it has ended. Throws where it does not end well. */
  stop(): Promise<void>;
  /** As with kill -9, or a power cut. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  /** What it keeps; a second start on the same folder finds the data of the first. */
  dataDir: string;
  /** Of the server; the demo sites take the next two. */
  port: number;
  /** Where browsers are told that the server is. */
  publicOrigin: string;
  /** The checkout to start; this one where absent. */
  root?: string;
}

const startMsMax = 120_000;
const stopMsMax = 40_000;
const lookEveryMs = 50;
const ownRoot = join(import.meta.dirname, '../..');

/** Starts everything and resolves once it serves. Throws with what it said where it does not. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const logFile = join(options.dataDir, 'start.log');
  const child = await spawnStart(options, logFile);
  const ended = once(child, 'exit');
  const running = await findRunning(child, options.dataDir);
  if (!running) {
    if (isRunning(child)) child.kill('SIGKILL');
    throw new Error(`unable to start the product; it said:\n${await readFile(logFile, 'utf8')}`);
  }
  const end = async (signal: NodeJS.Signals) => {
    if (!isRunning(child)) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
    await ended;
    clearTimeout(timer);
  };
  return {
    running,
    stop: async () => {
      await end('SIGINT');
      if (child.exitCode === 0) return;
      const how = child.exitCode === null ? child.signalCode : `exit code ${child.exitCode}`;
      throw new Error(`the product did not end well (${how}); it said:\n${await readFile(logFile, 'utf8')}`);
    },
    kill: () => end('SIGKILL'),
  };
}

async function spawnStart(
  { dataDir, port, publicOrigin, root = ownRoot }: ProductOptions,
  logFile: string,
): Promise<ChildProcess> {
  const log = await open(logFile, 'a');
  const child = spawn(process.execPath, ['--import', 'tsx', 'backend/src/start/start.ts'], {
    cwd: root,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      HILO_DATA_DIR: dataDir,
      HILO_PORT: String(port),
      HILO_PUBLIC_ORIGIN: publicOrigin,
      HILO_LOG_LEVEL: 'error',
    },
  });
  await log.close();
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/** What it says of itself once it serves; undefined where it ended or takes too long. */
async function findRunning(child: ChildProcess, dataDir: string): Promise<Running | undefined> {
  const deadline = performance.now() + startMsMax;
  while (isRunning(child) && performance.now() < deadline) {
    const text = await readFile(join(dataDir, runningFileName), 'utf8').catch(() => undefined);
    const running = text === undefined ? undefined : (JSON.parse(text) as Running);
    // A killed one leaves its file behind.
    if (running?.pid === child.pid) return running;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  return undefined;
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
