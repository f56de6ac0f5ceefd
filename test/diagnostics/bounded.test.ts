import { expect, it } from 'vitest';
import { designStatus } from '../../server/src/analysis/presentation/status';
import { toDiagnosticRows } from '../../server/src/analysis/presentation/report';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';

const network = (name: string, n: number): string =>
  `network ${name} {\n  input ${name}x 4\n${Array.from({ length: n }, (_, i) => `  dense ${name}${i} units 2 strange ${i}`).join('\n')}\n}\n`;

it('reports a hundred of a kind in a block, and the number of the rest', async () => {
  const { analysis } = await load(network('a', 1000) + network('b', 100));
  const found = diagnose(analysis);
  const first = found.filter(
    (d) => d.severity === 'error' && d.start < (analysis.files[0]?.text ?? '').indexOf('network b'),
  );
  const codes = new Set(first.map((d) => d.code));
  expect(codes.size).toBe(1);
  expect(first).toHaveLength(100);
  expect(first.at(-1)).toMatchObject({ more: 900 });
  expect(first.at(-1)?.message).toMatch(/There are 900 more of this kind in this block, not shown\.$/);
  expect(first.filter((d) => d.more !== undefined)).toHaveLength(1);
  const others = found.filter((d) => codes.has(d.code) && !first.includes(d));
  expect(others).toHaveLength(100);
  expect(others.every((d) => d.more === undefined)).toBe(true);
});

it('hides none from counts', async () => {
  const { analysis } = await load(network('a', 1000));
  const found = diagnose(analysis);
  const rows = toDiagnosticRows(analysis, found).filter((r) => r.severity === 'error');
  expect(rows.reduce((n, r) => n + 1 + (r.more ?? 0), 0)).toBe(1000);
  expect(designStatus(analysis, found).errors).toBe(1000);
});

it('keeps a switch with very many unknown cases readable', async () => {
  const cases = Array.from({ length: 20_000 }, (_, i) => `  case k${i} -> nowhere${i}`).join('\n');
  const { analysis } = await load(
    `network n { input x 4 dense f units 2 }\nswitch s before n {\n  dense g units 2\n${cases}\n}\n`,
  );
  const found = diagnose(analysis);
  expect(found.length).toBeLessThan(1000);
  expect(found.reduce((n, d) => n + 1 + (d.more ?? 0), 0)).toBeGreaterThan(20_000);
});
