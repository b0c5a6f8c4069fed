import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLifecycle } from './lifecycle.ts';

interface Rig {
  lifecycle: ReturnType<typeof createLifecycle>;
  said: string[];
  exits: number[];
  signal(name: NodeJS.Signals): void;
}

function rig(): Rig {
  const listeners = new Map<string, () => void>();
  const said: string[] = [];
  const exits: number[] = [];
  const lifecycle = createLifecycle({
    onSignal: (name, listener) => listeners.set(name, listener),
    exit: (code) => exits.push(code),
    say: (line) => said.push(line),
  });
  return { lifecycle, said, exits, signal: (name) => listeners.get(name)?.() };
}

describe('createLifecycle', () => {
  it('stops in reverse order, one after the other, once', async () => {
    const { lifecycle } = rig();
    const order: string[] = [];
    for (const name of ['database', 'server']) {
      lifecycle.onStop(name, async () => {
        order.push(`${name} stops`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} stopped`);
      });
    }
    expect(lifecycle.isStopping).toBe(false);
    expect(await Promise.all([lifecycle.stop(), lifecycle.stop()])).toEqual([0, 0]);
    expect(lifecycle.isStopping).toBe(true);
    expect(order).toEqual(['server stops', 'server stopped', 'database stops', 'database stopped']);
  });

  it('goes on where one fails or hangs, says which, and ends with 1', async () => {
    const { lifecycle, said } = rig();
    let isDatabaseStopped = false;
    lifecycle.onStop('database', () => {
      isDatabaseStopped = true;
    });
    lifecycle.onStop('server', () => new Promise(() => undefined), 10);
    lifecycle.onStop('widget', () => {
      throw new Error('it is stuck');
    });
    expect(await lifecycle.stop()).toBe(1);
    expect(said).toEqual([
      'unable to stop widget; it is stuck',
      'unable to stop server; it took more than 10 ms',
    ]);
    expect(isDatabaseStopped).toBe(true);
  });

  it('stops what was started while it was stopping', async () => {
    const { lifecycle } = rig();
    let isLateStopped = false;
    lifecycle.onStop('early', () => {
      lifecycle.onStop('late', () => {
        isLateStopped = true;
      });
    });
    await lifecycle.stop();
    expect(isLateStopped).toBe(true);
  });

  it('ends at once on the second signal', async () => {
    const { lifecycle, exits, signal } = rig();
    lifecycle.onStop('server', () => new Promise(() => undefined));
    signal('SIGINT');
    expect(exits).toEqual([]);
    signal('SIGTERM');
    expect(exits).toEqual([130]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops a real process on %s', async (name) => {
    const url = join(import.meta.dirname, 'lifecycle.ts');
    const script = `
      import { createLifecycle } from ${JSON.stringify(url)};
      createLifecycle().onStop('thing', () => { process.stdout.write('stopped'); });
      setInterval(() => {}, 1000);
      process.stdout.write('ready ');`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    await once(child.stdout, 'data');
    child.kill(name);
    const [code] = await once(child, 'close');
    expect({ code, output }).toEqual({ code: 0, output: 'ready stopped' });
  });
});
