import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['shared/**/*.test.ts', 'widget/src/**/*.test.ts', 'backend/**/*.test.ts'],
    reporters: ['default'],
  },
});
