/** What `npm run docs` writes is what is committed. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatedPages } from '../../scripts/docs/pages';
import { root } from '../support/pages';

it('has every generated page, as the tables say today (`npm run docs` writes them)', async () => {
  const made = await generatedPages(root);
  expect(made.size).toBeGreaterThan(100);
  for (const [path, text] of made) expect(readFileSync(root + path, 'utf8'), path).toBe(text);
});

it('has no page of a code that is no more', async () => {
  const made = await generatedPages(root);
  const committed = readdirSync(`${root}docs/diagnostics`).map((name) => `docs/diagnostics/${name}`);
  expect(committed.filter((path) => !made.has(path))).toEqual([]);
});
