/** The sample designs, by folder. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Sample {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

const folder = fileURLToPath(new URL('../../samples/', import.meta.url));

/** Folders with many small designs, which are checked but not built: by folder and file. */
const manyIn = (path: string): boolean => /^literature[\\/]/.test(path);

const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.exeunt'))
  .sort();

const sampleOf = (path: string, name: string): Sample => ({
  name,
  path: join(folder, path),
  text: readFileSync(join(folder, path), 'utf8'),
});

/** All but those of published systems. */
export const samples: readonly Sample[] = paths
  .filter((path) => !manyIn(path))
  .map((path) => sampleOf(path, path.split(/[\\/]/)[0] ?? path));

/** Those of published systems, as `atheena/blenet`. */
export const literature: readonly Sample[] = paths.filter(manyIn).map((path) =>
  sampleOf(
    path,
    path
      .replace(/\.exeunt$/, '')
      .split(/[\\/]/)
      .slice(1)
      .join('/'),
  ),
);
