import { defineConfig } from 'vitest/config';

const quick = ['unit', 'property', 'contract', 'migrations', 'attack', 'privacy', 'crash'];

export default defineConfig({
  test: {
    pool: 'forks',
    // More than cores, because a browser test mostly waits for its browser.
    maxWorkers: 3,
    // No module keeps a state that a test could notice, so the files of a worker share what they import: a third less time.
    isolate: false,
    // What TypeScript was turned into is kept for the next run.
    experimental: { fsModuleCache: true, fsModuleCachePath: '.cache/vitest' },
    // A test that has to wait for a whole house to be composed shares two cores with another one.
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: quick.map((folder) => `test/${folder}/**/*.test.ts`),
          setupFiles: ['test/support/property-seed.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
