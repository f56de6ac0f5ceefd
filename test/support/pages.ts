/** The pages of the documentation, as they are committed. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Page {
  /** In the repository, such as `docs/cost.md`. */
  readonly path: string;
  readonly text: string;
}

/** What stands at the top, and everything in `docs/`. */
export function pages(): readonly Page[] {
  const inDocs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', ...inDocs.sort()].map((path) => ({
    path,
    text: readFileSync(root + path, 'utf8'),
  }));
}

/** Without what stands in fences, which is no prose. */
export function proseOf({ text }: Page): string {
  return text.replace(/^(```+)[^]*?^\1[ \t]*$/gm, '');
}
