/** The programs of `dist/`, bundled for one test file into a folder of its own: no test waits for another's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { textLoaders } from '../../scripts/bundle.mjs';

export interface Bundled {
  readonly path: string;
  remove(): Promise<void>;
}

const programs = {
  cli: 'cli.mjs',
  'command-line': 'command-line.cjs',
  'start.node': 'server.cjs',
  'main.node': 'language-server.cjs',
  programs: 'exeunt.cjs',
} as const;

/** Entries of `server/src` as Node runs them, in one folder; the path is the first one's. */
export async function bundled(...entries: readonly [Entry, ...Entry[]]): Promise<Bundled> {
  const folder = await mkdtemp(join(tmpdir(), 'exeunt-bundle-'));
  const path = (entry: Entry) => join(folder, programs[entry]);
  await Promise.all(
    entries.map((entry) =>
      build({
        entryPoints: [join(import.meta.dirname, '../../server/src', `${entry}.ts`)],
        outfile: path(entry),
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: entry === 'cli' ? 'esm' : 'cjs',
        mainFields: ['module', 'main'],
        loader: textLoaders,
        logLevel: 'warning',
      }),
    ),
  );
  return { path: path(entries[0]), remove: () => rm(folder, { recursive: true, force: true }) };
}

type Entry = keyof typeof programs;
