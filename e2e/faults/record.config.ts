import { defineConfig } from '@playwright/test';
import main from '../playwright.config.ts';

/** Not a test run: `npm run faults:record` borrows the browser and the patience of one. */
export default defineConfig({
  ...main,
  globalSetup: '../support/global-setup.ts',
  testDir: '.',
  testMatch: ['record.ts'],
  outputDir: '../../test-results/faults',
  timeout: 0,
  expect: { timeout: 20_000 },
  reporter: 'line',
});
