import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { resolveChromium } from './resolve-chromium.ts';

/** A Chromium that the test runner did not start, and so did not arrange to its taste. */
export interface SpawnedChromium {
  /** Of its DevTools protocol on this machine. */
  port: number;
  /** Of the protocol's own WebSocket. */
  socketAddress: string;
  end(): Promise<void>;
}

const startMsMax = 30_000;
const lookEveryMs = 50;

export async function spawnChromium(...args: string[]): Promise<SpawnedChromium> {
  const profile = await mkdtemp(join(tmpdir(), 'hilo-e2e-browser-'));
  const { executablePath = chromium.executablePath() } = resolveChromium() ?? {};
  const child = spawn(
    executablePath,
    [
      '--headless',
      '--no-sandbox',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      ...args,
      'about:blank',
    ],
    { stdio: 'ignore', detached: true },
  );
  const ended = once(child, 'exit');
  const end = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      // Its children too.
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { ...(await findAddress(profile)), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function findAddress(profile: string): Promise<{ port: number; socketAddress: string }> {
  const deadline = performance.now() + startMsMax;
  for (;;) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [, port, path] = /^(\d+)\n(\S+)/.exec(text) ?? [];
    if (port && path) return { port: Number(port), socketAddress: `ws://127.0.0.1:${port}${path}` };
    if (performance.now() > deadline) throw new Error('unable to start a browser of our own');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
