import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/clean-environment.ts'],
    // Real browsers and child processes: a start-up on a busy two-core machine takes seconds, not milliseconds.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Most of a test's time is waiting for a page or a process, so there are more workers than two cores.
    maxWorkers: 3,
    reporters: ['default', './test/support/count-reporter.ts'],
  },
});
