import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Also on two cores: much of it waits for a database.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'shared/**/*.test.ts',
            'widget/**/*.test.ts',
            'extension/src/**/*.test.ts',
            'backend/inbox/src/**/*.test.ts',
            'e2e/**/*.test.ts',
          ],
          // Nothing here waits; it is what a machine with much else to do takes for the longest.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'backend',
          include: ['backend/**/*.test.ts'],
          exclude: ['backend/inbox/**'],
          // Runs only when a backend test does: a throw-away Postgres takes a second.
          globalSetup: ['backend/src/db/test-server.global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
