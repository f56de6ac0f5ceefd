/**
 * Prices of components from measured modules, and how far they are off.
 *
 *     npm run fit -- FILE.csv …                          writes server/src/cost/data/fitted.json
 *     npm run validate -- FILE.csv … [--split shape]     prints the table of errors
 *
 * A table has a line a module: FINN's attributes and Vivado's report of it. The rows stay where they are.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { root, setUp } from '../../scripts/setup.mjs';

const [what = '', ...args] = process.argv.slice(2);
const say = console.log;
await setUp(say);
const folder = await mkdtemp(join(tmpdir(), 'exeunt-fit-'));
try {
  const outfile = join(folder, `${what}.mjs`);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [`server/fit/${what}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  /** @type {{ main: (args: string[], say: (text: string) => void, into: string) => Promise<void> }} */
  const { main } = await import(pathToFileURL(outfile).href);
  await main(args, say, join(root, 'server/src/cost/data/fitted.json'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  await rm(folder, { recursive: true });
}
