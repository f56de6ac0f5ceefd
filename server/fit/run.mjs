/**
 * Prices of components from measured modules and from Verilog of our own, and how far they are off.
 *
 *     npm run fit -- FILE.csv …                          writes server/src/cost/data/fitted.json
 *     npm run validate -- FILE.csv … [--split shape]     prints the table of errors
 *
 * Tables of public power reports give server/src/energy/data/fitted.json, and have their own table of errors.
 *
 *     npm run prices                                     writes server/src/cost/data/counted.json
 *
 * A table has a line a module: FINN's attributes and Vivado's report of it. The rows stay where they are.
 */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { cached } from '../../scripts/cache.mjs';
import { npm, run } from '../../scripts/commands.mjs';
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
  /** @type {{ main: (args: string[], say: (text: string) => void, ...into: string[]) => Promise<void> }} */
  const { main } = await import(pathToFileURL(outfile).href);
  if (what === 'prices')
    await main([root, await yosys()], say, join(root, 'server/src/cost/data/counted.json'));
  else {
    const into = ['cost', 'energy'].map((room) => join(root, `server/src/${room}/data/fitted.json`));
    await main(args, say, ...into);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  await rm(folder, { recursive: true });
}

/** Yosys as locked, fetched once into the cache. */
async function yosys() {
  const locked = join(root, 'server/fit/prices/yosys');
  const { dependencies } = JSON.parse(await readFile(join(locked, 'package.json'), 'utf8'));
  return cached(`yosys-${dependencies['@yowasp/yosys']}`, async (into) => {
    say('fetching @yowasp/yosys (38 MB), once');
    for (const name of ['package.json', 'package-lock.json'])
      await copyFile(join(locked, name), join(into, name));
    await run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: into });
  });
}
