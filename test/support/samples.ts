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

export const samples: readonly Sample[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.exeunt'))
  .sort()
  .map((path) => ({
    name: path.split(/[\\/]/)[0] ?? path,
    path: join(folder, path),
    text: readFileSync(join(folder, path), 'utf8'),
  }));
