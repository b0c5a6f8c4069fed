import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveChromium } from './resolve-chromium.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('resolveChromium', () => {
  it('takes the one of CHROMIUM_PATH', () => {
    vi.stubEnv('CHROMIUM_PATH', process.execPath);
    expect(resolveChromium()).toEqual({ executablePath: process.execPath });
  });

  it('refuses a CHROMIUM_PATH that names nothing', () => {
    vi.stubEnv('CHROMIUM_PATH', '/no/such/browser');
    expect(resolveChromium).toThrow('unable to use CHROMIUM_PATH; there is no /no/such/browser');
  });

  it('else gives only what exists', () => {
    vi.stubEnv('CHROMIUM_PATH', '');
    const choice = resolveChromium();
    if (choice?.executablePath !== undefined) expect(existsSync(choice.executablePath)).toBe(true);
    else expect(choice === undefined || choice.channel === 'chromium').toBe(true);
  });
});
