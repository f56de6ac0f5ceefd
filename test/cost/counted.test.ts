import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countedUnits } from '../../server/fit/prices/units';
import { hashOf, readVerilog } from '../../server/fit/prices/verilog';
import table from '../../server/src/cost/data/counted.json';
import { counted } from '../../server/src/cost/prices/price';
import { requantiserParts } from '../../server/src/cost/units/requantiser';
import { total } from '../../server/src/cost/prices/term';

const root = join(import.meta.dirname, '../..');

describe('prices counted in Verilog of our own', () => {
  it('belong to the Verilog that is here: `npm run prices` renews them', async () => {
    expect(hashOf(await readVerilog(join(root, 'hardware')))).toBe(table.verilog);
  });

  it('are of every unit and every parameter, none below zero, with their blocks as the engine has them', () => {
    for (const unit of countedUnits) {
      const rows = table.counts.filter((row) => row.unit === unit.component);
      expect(rows, unit.component).toHaveLength(unit.grid.length);
      unit.grid.forEach((parameters, i) => {
        expect(rows[i]).toMatchObject(parameters);
        expect(rows[i]).toMatchObject(unit.blocks?.(parameters) ?? { dsp: 0, bram18: 0 });
      });
      const { lut, ff } = counted.components[unit.component] ?? {};
      for (const price of Object.values({ ...lut?.prices, ...ff?.prices }))
        expect(price).toBeGreaterThanOrEqual(0);
    }
  });

  it('are within their residuals of what was counted', () => {
    for (const unit of countedUnits) {
      const rows = table.counts.filter((row) => row.unit === unit.component);
      unit.grid.forEach((parameters, i) => {
        for (const of of ['lut', 'ff'] as const) {
          const fit = counted.components[unit.component]?.[of];
          const price = unit.rules
            .filter((rule) => rule.of === of)
            .reduce(
              (sum, rule) =>
                sum +
                (fit?.prices[rule.key] ?? 0) *
                  (rule.amount as (at: unknown) => number)(unit.unit(parameters)),
              0,
            );
          // The truth is the count or more, but for the share that the fit may be above it.
          expect(price * (1 - (fit?.over ?? 0))).toBeLessThanOrEqual((rows[i]?.[of] ?? 0) + 0.5);
        }
      });
    }
  });

  it('of the two forms of requantisation are what was found by hand: 248 and 1,023 logic cells, 2 and 4 DSP', () => {
    const exact = requantiserParts(1, 32, 8, 'exact');
    const float = requantiserParts(1, 32, 8, 'float');
    expect(Math.abs(total(exact.terms, 'lut') / 248 - 1)).toBeLessThan(0.1);
    expect(Math.abs(total(exact.terms, 'ff') / 115 - 1)).toBeLessThan(0.15);
    expect(total(exact.terms, 'dsp')).toBe(2);
    expect(Math.abs(total(float.terms, 'lut') / 1023 - 1)).toBeLessThan(0.1);
    expect(Math.abs(total(float.terms, 'ff') / 277 - 1)).toBeLessThan(0.1);
    expect(total(float.terms, 'dsp')).toBe(4);
    expect(exact.uncertainty?.band.lut.high).toBe(2);
    expect(exact.terms[0]?.source).toMatch(/^Yosys 0\.\d+, our Verilog: the lower end$/);
  });
});
