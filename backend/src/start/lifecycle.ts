/** What the lifecycle needs of the process it lives in; tests hand in their own. */
export interface LifecyclePorts {
  onSignal(signal: NodeJS.Signals, listener: () => void): void;
  exit(code: number): void;
  /** One line for the person at the terminal. */
  say(line: string): void;
}

export interface Lifecycle {
  /** Remembers how to stop something that was started. Things stop in reverse order, one after the other. */
  onStop(name: string, stop: () => Promise<void> | void, stopMsMax?: number): void;
  /** Stops everything. Resolves with the exit code: 0, or 1 where something did not stop. Further calls join the first. */
  stop(): Promise<number>;
  /** True from the first moment of stopping, for starts that are still under way. */
  readonly isStopping: boolean;
}

interface Started {
  name: string;
  stop: () => Promise<void> | void;
  stopMsMax: number;
}

const stopMsMaxDefault = 20_000;
const signals = ['SIGINT', 'SIGTERM'] as const;
/** What shells use: 128 + number of the signal. */
const forcedExitCode = 130;

export const processPorts: LifecyclePorts = {
  onSignal: (signal, listener) => process.on(signal, listener),
  exit: (code) => process.exit(code),
  say: (line) => process.stderr.write(`${line}\n`),
};

/**
 * Stops started things in order when the process is asked to end. The first SIGINT or SIGTERM stops them, each
 * within its time, and then ends the process; the second ends it at once.
 */
export function createLifecycle(ports: LifecyclePorts = processPorts): Lifecycle {
  const started: Started[] = [];
  let stopping: Promise<number> | undefined;
  const stop = () => {
    stopping ??= stopAll(started, ports);
    return stopping;
  };
  for (const signal of signals) {
    ports.onSignal(signal, () => {
      if (stopping) {
        ports.say('Forced to end.');
        ports.exit(forcedExitCode);
        return;
      }
      ports.say('Stopping … (once more to force)');
      void stop().then((code) => ports.exit(code));
    });
  }
  return {
    onStop: (name, stopOne, stopMsMax = stopMsMaxDefault) => {
      started.push({ name, stop: stopOne, stopMsMax });
    },
    stop,
    get isStopping() {
      return stopping !== undefined;
    },
  };
}

async function stopAll(started: Started[], ports: LifecyclePorts): Promise<number> {
  let exitCode = 0;
  // Popped, so that what is registered while we stop is stopped as well.
  for (let next = started.pop(); next; next = started.pop()) {
    const problem = await stopInTime(next);
    if (problem === undefined) continue;
    exitCode = 1;
    ports.say(`unable to stop ${next.name}; ${problem}`);
  }
  return exitCode;
}

/** Undefined where it stopped, else why not. */
async function stopInTime({ stop, stopMsMax }: Started): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`it took more than ${stopMsMax} ms`), stopMsMax);
  });
  try {
    return await Promise.race([Promise.resolve(stop()).then(() => undefined), tooLate]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
