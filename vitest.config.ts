import { defineConfig } from 'vitest/config';

const quick = ['unit', 'property', 'contract', 'migrations', 'attack', 'privacy'];

export default defineConfig({
  test: {
    pool: 'forks',
    // More than cores, because a browser test mostly waits for its browser.
    maxWorkers: 3,
    // A test that has to wait for a whole house to be composed shares two cores with another one.
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: quick.map((folder) => `test/${folder}/**/*.test.ts`),
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
