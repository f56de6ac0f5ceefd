/** Designs in the documentation are what the text says: without a mistake, or with the code behind the fence's `exeunt`. */
import { describe, expect, it } from 'vitest';
import { explained } from '../../scripts/docs/diagnostics';
import { format } from '../../grammar/src/index';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';
import { pages } from '../support/pages';

const fence = /^```exeunt(?: (EX\d{4}))?\n([^]*?)^```$/gm;

const snippets = pages().flatMap(({ path, text }) =>
  [...text.matchAll(fence)].map(([, code, design = ''], index) => ({ path, index, code, design })),
);

describe.each(snippets)('$path, snippet $index', ({ code, design }) => {
  it(code === undefined ? 'has no mistake' : `has ${code} and no other mistake`, async () => {
    const { analysis } = await load(design);
    const found = diagnose(analysis);
    const codes = new Set(found.map((d) => d.code));
    const grave = found.filter(
      (d) => d.code !== code && (d.severity === 'error' || d.severity === 'warning'),
    );
    expect(grave.map((d) => `${d.code} ${d.message}`)).toEqual([]);
    if (code !== undefined) expect(codes).toContain(code);
  });
});

it('formats what it shows as the formatter does', () => {
  const shown = snippets.filter((s) => s.code === undefined);
  expect(shown.length).toBeGreaterThan(2);
  for (const { path, design } of shown) expect(format(design), path).toBe(design);
});

/** What text cannot show: encodings, shapes and sizes that the text does not let through, models, exports, faults of our own. */
const unshown = ['EX1005', 'EX2031', 'EX3004', 'EX3006', 'EX8016', 'EX8101', 'EX9001'];

it('shows an example of every code', () => {
  const without = explained.filter((e) => e.explanation.example === undefined).map((e) => e.code);
  expect(without).toEqual(unshown);
});

it('words every explanation as its page needs it', () => {
  for (const { code, explanation } of explained) {
    expect(explanation.title, code).toMatch(/^[A-Z].*[^.]$/);
    expect(explanation.means, code).toMatch(/^[A-Z_`].*\.$/s);
    expect(explanation.way, code).toMatch(/\.$/s);
  }
});
