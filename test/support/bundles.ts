/** The programs of `dist/`, bundled for one test file into a folder of its own: no test waits for another's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { textLoaders } from '../../client/bundle.mjs';

interface Bundled {
  readonly path: string;
  remove(): Promise<void>;
}

/** `main.node.ts` or `cli.ts`, as Node runs it. */
export async function bundled(entry: 'main.node' | 'cli'): Promise<Bundled> {
  const folder = await mkdtemp(join(tmpdir(), 'exeunt-bundle-'));
  const path = join(folder, `${entry}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, '../../server/src', `${entry}.ts`)],
    outfile: path,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    loader: textLoaders,
    logLevel: 'warning',
  });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
