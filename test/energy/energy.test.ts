import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noBand } from '../../server/src/base/band';
import { partByBase, lookupBoard } from '../../server/src/device/index';
import {
  basePower,
  breakEvenPeriodNs,
  clockPower,
  dataEnergy,
  staticPower,
} from '../../server/src/energy/index';
import '../support/seed';

const chip = (base: string, board?: string, ambientC?: number) => {
  const found = board === undefined ? undefined : lookupBoard(board);
  return basePower({
    part: partByBase(base),
    board: found && 'ok' in found ? found.ok : undefined,
    isKria: false,
    idleW: undefined,
    ambientC,
    clockHz: 100e6,
    flipFlops: 0,
  });
};
const leakage = (base: string, junctionC: number) => {
  const part = partByBase(base);
  return part && staticPower(part, false, junctionC)?.watts.value;
};

describe('leakage', () => {
  // `report_power` of public designs, process typical: static watts at the junction's temperature.
  it.each([
    ['xc7z010', 26.2, 0.1],
    ['xc7z010', 79, 0.226],
    ['xc7z010', 125, 0.748],
    ['xc7z020', 26.2, 0.105],
    ['xc7z020', 50, 0.156],
    ['xc7z020', 125, 1.22],
    ['xczu3', 37.4, 0.339],
    ['xczu7', 29.6, 0.74],
  ])('of %s at %d °C is %d W in reports', (base, junctionC, watts) => {
    expect(Math.abs((leakage(base, junctionC) ?? 0) / watts - 1)).toBeLessThan(0.15);
  });

  it('is not known of dies that no report is of', () => {
    for (const base of ['xc7z015', 'xc7z012s', 'xc7z030']) expect(chip(base)).toBeUndefined();
    expect(chip('xc7z007s')?.leakage?.value).toBeCloseTo(chip('xc7z010')?.leakage?.value ?? 0, 6);
  });

  it('of a large UltraScale+ die without a report follows its LUTs, with a wide band that says so', () => {
    const big = partByBase('xczu19');
    const found = big && staticPower(big, false, 29);
    expect((found?.watts.value ?? 0) - (leakage('xczu3', 29) ?? 0)).toBeCloseTo(1.1, 0);
    expect(found?.source).toContain('no report of this die');
    expect((found?.watts.high ?? 0) / (found?.watts.value ?? 1)).toBeCloseTo(1.4);
  });

  it('of a 7z010 is hardly less than that of a 7z020', () => {
    const saved = (leakage('xc7z020', 26.2) ?? 0) - (leakage('xc7z010', 26.2) ?? 0);
    expect(saved).toBeGreaterThan(0.003);
    expect(saved).toBeLessThan(0.012);
    // Loads of 4 ms that inputs wait for: the smaller part pays above one a second or so.
    expect(breakEvenPeriodNs(1.5, 4e6, 0.005)).toBe(1.2e9);
    expect(breakEvenPeriodNs(1.5, 4e6, 0)).toBeUndefined();
  });

  it('grows with the temperature around the chip, and stays finite at the hottest', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('xc7z010', 'xc7z020', 'xc7z045', 'xczu3', 'xczu7', 'xczu9', 'xczu19'),
        fc.integer({ min: -55, max: 124 }),
        (base, ambient) => {
          const [cool, warm] = [chip(base, undefined, ambient), chip(base, undefined, ambient + 1)];
          expect(warm?.watts.value).toBeGreaterThanOrEqual(cool?.watts.value ?? Infinity);
          expect(warm?.watts.high).toBeLessThan(30);
        },
      ),
    );
  });
});

describe('base power', () => {
  it('is that of the board where idle is stated, and never a sum with the chip', () => {
    const found = basePower({
      part: partByBase('xc7z015'),
      board: undefined,
      isKria: false,
      idleW: 1.52,
      ambientC: 25,
      clockHz: 100e6,
      flipFlops: 1e5,
    });
    expect(found).toMatchObject({ quantity: 'board', watts: { value: 1.52 } });
    expect(found?.clock).toBeUndefined();
  });

  it('of a chip holds what reports say of a PYNQ-Z2: 1.25 W of the processing system and 0.14 W of leakage', () => {
    const found = chip('xc7z020', 'pynq-z2');
    expect(found?.quantity).toBe('chip');
    expect(found?.watts.value).toBeCloseTo(1.39, 1);
    expect(found?.watts.low).toBeLessThan(1.2);
    expect(found?.watts.high).toBeGreaterThan(1.6);
  });
});

describe('the data part', () => {
  const used = { lut: 20_000, bram18: 50, dsp: 20 };

  it('has a band of three to each side, wider by that of the LUTs', () => {
    const exact = dataEnergy('7series', used, noBand.lut, 1e6);
    expect(exact.high / exact.value).toBeCloseTo(3);
    expect(exact.value / exact.low).toBeCloseTo(3);
    const wide = dataEnergy('7series', used, { low: 0.5, high: 0.5 }, 1e6);
    expect(wide.high / wide.value).toBeCloseTo(3.2, 1);
    expect(wide.value / wide.low).toBeCloseTo(3.7, 1);
  });

  it('grows with cycles and with each resource, the clock tree with its rate', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('7series' as const, 'ultrascale+' as const),
        fc.constantFrom('lut' as const, 'bram18' as const, 'dsp' as const),
        fc.integer({ min: 1, max: 1e6 }),
        (family, kind, cycles) => {
          const is = dataEnergy(family, used, noBand.lut, cycles).value;
          expect(
            dataEnergy(family, { ...used, [kind]: used[kind] + 1 }, noBand.lut, cycles).value,
          ).toBeGreaterThan(is);
          expect(dataEnergy(family, used, noBand.lut, cycles + 1).value).toBeGreaterThan(is);
          expect(clockPower(family, cycles, 2e8).value).toBeGreaterThan(
            clockPower(family, cycles, 1e8).value,
          );
        },
      ),
    );
  });

  /**
   * Board, idle W, inputs a second, µJ an input: metered by MLPerf Tiny v0.7, mlcommons/tiny_results_v0.7@64623f41b672,
   * open/hls4ml-finn.
   */
  const metered = [
    ['PYNQ-Z2 AD08', 1.52, 52760, 30.0],
    ['PYNQ-Z2 CNV-W1A1', 1.515, 661.3, 2530],
    ['PYNQ-Z2 RN07', 1.528, 36.59, 44190],
    ['PYNQ-Z2 KWS-W3A3', 1.474, 57257, 30.7],
    ['Arty AD08', 2.1, 22120, 98.4],
    ['Arty CNV-W1A1', 2.113, 656.3, 3419],
    ['Arty RN07', 2.115, 30.35, 73166],
    ['Arty KWS-W3A3', 2.096, 42194, 53.7],
  ] as const;

  it.each(metered)(
    '%s: idle power by time is below what a meter reads, by 17 % at most',
    (_, idleW, perSecond, uJ) => {
      const share = ((idleW / perSecond) * 1e6) / uJ;
      expect(share).toBeLessThan(1);
      expect(share).toBeGreaterThan(0.83);
    },
  );
});
