import { expect, test } from 'vitest';
import { resourceKinds, resourceNames } from '../../server/src/base/resources';
import { linesTable } from '../../server/src/ide/hover-lines';
import { hover } from '../../server/src/ide/hover';
import { load } from '../support/fixture';
import { at, lenet } from './designs';

/** Cells of the rows of a Markdown table, without head and rule. */
function rowsOf(markdown: string): string[][] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((line) => line.slice(2, -2).split(' | '));
}

const amount = (cell = ''): number => Number(cell.replace(/[*,]|[A-Z].*/g, '').replace('−', '-'));

test('the hover of a module explains every LUT, FF, DSP and RAMB18 of it, line by line', async () => {
  const { analysis } = await load(lenet);
  for (const module of analysis.modules) {
    const rows = rowsOf(linesTable(module));
    for (const kind of resourceKinds) {
      const name = resourceNames[kind];
      const start = rows.findIndex(([part]) => part === `**${name}**`);
      const expected = module.resources?.[kind] ?? NaN;
      if (expected === 0) {
        expect(start).toBe(-1);
        continue;
      }
      expect(amount(rows[start]?.[1])).toBe(expected);
      const own = rows.filter(([, takes = '']) => takes.endsWith(` ${name}`));
      const sum = own.reduce((all, [, takes]) => all + amount(takes), 0);
      // Each is shown to a tenth.
      expect(Math.abs(sum - expected)).toBeLessThanOrEqual(0.05 * own.length + 1e-9);
    }
  }
});

test('each line has its band, its layers, its numbers where it is one, and its source', async () => {
  const { analysis, offset } = await load(at('stage back'));
  const { markdown = '' } = hover(analysis, offset) ?? {};
  expect(markdown).toMatch(
    /^\| requantise, product \| 6 DSP \| −0 … \+100 % \| conv2, fc1 \|  \| Yosys [\d.]+, our Verilog: the lower end \|$/m,
  );
  expect(markdown).toMatch(
    /^\| kernel control \| 120 LUT \| ±50 % \| .* \| 1·120 \| assumed: AXI4-Lite control/m,
  );
  expect(markdown).toMatch(/^\| fitted parts together \|  \| −[\d.]+ … \+[\d.]+ LUT \| the whole module \|/m);
});
