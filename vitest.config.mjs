import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The engine keeps no state that one test could leave to another, and loading it anew for each file takes longest.
    isolate: false,
    // A busy machine is slow, not wrong: nothing here measures time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
