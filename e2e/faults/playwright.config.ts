import { defineConfig } from '@playwright/test';
import main from '../playwright.config.ts';

/** `npm run faults:record`: plays every broken build and keeps what its widget records. */
export default defineConfig({
  ...main,
  testDir: '.',
  testMatch: ['*.spec.ts'],
  outputDir: '../../test-results/faults',
});
