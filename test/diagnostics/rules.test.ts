import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../server/src/diagnostics/rules/index';

const folder = new URL('../../server/src/diagnostics/rules/', import.meta.url);

it('have codes of their own, each in its family', () => {
  const codes = rules.map((r) => r.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^EX[1-8]\d{3}$/);
});

it('have a test file each', () => {
  const files = readdirSync(folder).filter((f) => f !== 'index.ts');
  expect(files.length).toBeGreaterThan(30);
  const untested = files.filter(
    (f) => !existsSync(new URL(f.replace('.ts', '.test.ts'), new URL('./', import.meta.url))),
  );
  expect(untested).toEqual([]);
});
