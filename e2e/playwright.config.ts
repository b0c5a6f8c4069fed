import { defineConfig } from '@playwright/test';
import { resolveHeadlessShell } from './support/resolve-chromium.ts';

export default defineConfig({
  testDir: '.',
  testMatch: ['{scenarios,regressions,view,faults,replay,panel}/**/*.spec.ts'],
  outputDir: '../test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  globalSetup: './support/global-setup.ts',
  // A world for each: Postgres, server, demo sites, wire. Tests pull its cables, so in one world they take turns.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    // Tests that need more, such as extensions or hidden tabs, start a browser of their own.
    launchOptions: resolveHeadlessShell(),
    locale: 'en-GB',
    // Well below the test's own: what cannot be clicked is told as that.
    actionTimeout: 15_000,
    trace: 'off',
  },
});
