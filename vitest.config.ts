import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'shared/**/*.test.ts',
            'widget/src/**/*.test.ts',
            'extension/src/**/*.test.ts',
            'backend/inbox/src/**/*.test.ts',
            'e2e/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'backend',
          include: ['backend/**/*.test.ts'],
          exclude: ['backend/inbox/**'],
          // Runs only when a backend test does: a throw-away Postgres takes a second.
          globalSetup: ['backend/src/db/test-server.global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
