import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveChromium, resolveHeadlessShell } from './resolve-chromium.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each([resolveChromium, resolveHeadlessShell])('%o', (resolve) => {
  it('takes the one of CHROMIUM_PATH', () => {
    vi.stubEnv('CHROMIUM_PATH', process.execPath);
    expect(resolve()).toEqual({ executablePath: process.execPath });
  });

  it('refuses a CHROMIUM_PATH that names nothing', () => {
    vi.stubEnv('CHROMIUM_PATH', '/no/such/browser');
    expect(resolve).toThrow('unable to use CHROMIUM_PATH; there is no /no/such/browser');
  });

  it('else gives only what exists', () => {
    vi.stubEnv('CHROMIUM_PATH', '');
    const choice = resolve();
    if (choice?.executablePath !== undefined) expect(existsSync(choice.executablePath)).toBe(true);
    else expect(choice === undefined || choice.channel === 'chromium').toBe(true);
  });
});
