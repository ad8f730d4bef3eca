import { defineConfig } from 'vitest/config';

/** Files that leave nothing behind in their process: no module kept in a state of its own, no variable, no listener. */
const TIDY = [
  'test/{act,browser,deploy,executions,model,nova-act,report,run,scripts,sdk,storage,tools}/**/*.test.ts',
  'test/local/{emulator,planners,state-machine}/**/*.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/support/clean-environment.ts'],
    // Real browsers and child processes: a start-up on a busy two-core machine takes seconds, not milliseconds.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Most of a test's time is waiting for a page or a process, so there are more workers than two cores.
    maxWorkers: 3,
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      // One process loads puppeteer, the AWS SDK, CDK and the rest once for many files.
      { extends: true, test: { name: 'tidy', include: TIDY, isolate: false } },
      { extends: true, test: { name: 'isolated', include: ['test/**/*.test.ts'], exclude: TIDY } },
    ],
  },
});
