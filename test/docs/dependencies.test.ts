/** The table of what is hand-written counts lines that are there. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { root } from '../support/pages';

const rows = readFileSync(`${root}docs/dependencies.md`, 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => /^\d+$/.test(cells[3] ?? ''))
  .map((cells) => ({
    what: cells[1] ?? '',
    paths: [...(cells[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
    lines: Number(cells[3]),
  }));

function linesOf(path: string): number {
  if (!statSync(root + path).isDirectory()) return readFileSync(root + path, 'utf8').split('\n').length - 1;
  const inside = readdirSync(root + path).map((name) => linesOf(`${path.replace(/\/$/, '')}/${name}`));
  return inside.reduce((sum, n) => sum + n, 0);
}

it.each(rows)('$what', ({ paths, lines }) => {
  const counted = paths.reduce((sum, path) => sum + linesOf(path), 0);
  expect(counted).toBeGreaterThan(0.75 * lines);
  expect(counted).toBeLessThan(1.25 * lines);
});

it('has a table at all', () => expect(rows.length).toBeGreaterThan(8));
