import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import { chosenSeed } from './test/support/commit-seed.mjs';

/** As scripts/bundle.mjs does: what exporters copy is text. */
const text = {
  name: 'text',
  /** @param {string} code @param {string} id */
  transform: (code, id) =>
    /\.(tcl|c|h|cpp|hpp|py|dts|mk)$/.test(id) ? `export default ${JSON.stringify(code)};` : undefined,
};

/** Needs AMD's headers, so that it is no part of the tests: `npm run check:amd` runs it. */
const amd = process.env['EXEUNT_AMD_HEADERS'] === undefined ? ['test/export/hls/amd-headers.test.ts'] : [];

/** They take minutes, and begun last they would keep one core while the other has nothing left to do. */
const longest = [
  'hls/samples',
  'hls/template-designs',
  'fuzz/fuzz',
  'hls/foldings',
  'cli/twin',
  'export/lint',
  'cli/explore-map',
  'cli/explore-parts',
  'plans/designs/explore-designs',
];

/**
 * The projects one after the other: between files of two projects the threads end, and onnxruntime cannot be loaded again in
 * a process in which every thread that had it has ended.
 */
class LongestFirst extends BaseSequencer {
  /** @override @type {BaseSequencer['sort']} */
  async sort(files) {
    /** @param {import('vitest/node').TestSpecification} file */
    const rank = ({ moduleId, project }) => {
      if (project.name === 'edited') return longest.length + 1;
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [text],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'opened',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...amd],
          provide: { edited: false },
        },
      },
      // Every fixture of a feature once more, after edits that have moved all its layers there and back.
      {
        extends: true,
        test: {
          name: 'edited',
          include: ['test/{diagnostics,ide}/**/*.test.ts'],
          provide: { edited: true },
        },
      },
    ],
    globalSetup: 'test/support/fetched.mjs',
    setupFiles: 'test/support/seed.ts',
    env: { EXEUNT_SEED: String(chosenSeed()) },
    // The engine keeps no state that one test could leave to another, and loading it anew for each file takes longest.
    isolate: false,
    // By itself it leaves a core out, which is half of two: much of the time is one compiler or server at a time.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // A busy machine is slow, not wrong: nothing here measures time.
    testTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 180_000,
  },
});
