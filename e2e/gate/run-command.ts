import { spawn } from 'node:child_process';

export interface CommandResult {
  ok: boolean;
  /** Standard output and standard error, as they came. */
  output: string;
  durationMs: number;
}

export interface CommandOptions {
  timeoutMs: number;
  /** Added to our own environment. */
  env?: Record<string, string>;
}

const killDelayMs = 5_000;
const running = new Set<number>();

/**
 * Runs a command with all its children and ends them all where it takes too long. Never throws and never outlasts
 * its time by more than the few seconds in which children may clean up.
 */
export function runCommand(command: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const [file = '', ...args] = command;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let output = '';
    // A group of its own, so that it can be ended with everything that it started.
    const child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    });
    if (child.pid !== undefined) running.add(child.pid);
    const timers = [
      setTimeout(() => {
        output += `\nIt took more than ${options.timeoutMs / 1000} s and was ended.\n`;
        signalGroup(child.pid, 'SIGTERM');
      }, options.timeoutMs),
      setTimeout(() => {
        signalGroup(child.pid, 'SIGKILL');
        // A grandchild in another group may still hold the pipes open.
        child.stdout.destroy();
        child.stderr.destroy();
      }, options.timeoutMs + killDelayMs),
    ];
    const finish = (ok: boolean) => {
      for (const timer of timers) clearTimeout(timer);
      if (child.pid !== undefined) running.delete(child.pid);
      resolve({ ok, output, durationMs: performance.now() - startedAt });
    };
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

/** Passes a signal that we got on to everything that is running. */
export function signalRunning(signal: NodeJS.Signals): void {
  for (const pid of running) signalGroup(pid, signal);
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
