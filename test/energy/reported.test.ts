import { describe, expect, it } from 'vitest';
import { partByBase } from '../../server/src/device/index';
import { basePower, reportedScale } from '../../server/src/energy/index';

const parts = { psW: 1.25, clocksW: 0.02, logicW: 0.06, bramW: 0, dspW: 0, lut: 10_000, bram18: 0, dsp: 0 };
const report = { staticW: 0.14, clockHz: 1e8, parts };
const given = {
  part: partByBase('xc7z020'),
  board: undefined,
  isKria: false,
  ambientC: undefined,
  clockHz: 1e8,
  flipFlops: 0,
};

describe('reports of the design itself', () => {
  it('replace the estimate of the chip, from the least to the most of the configurations', () => {
    const other = { ...report, staticW: 0.16 };
    const found = basePower({ ...given, idleW: undefined, reports: [report, other] });
    expect(found?.quantity).toBe('chip');
    expect(found?.watts.value).toBeCloseTo(1.42);
    expect(found?.watts.low).toBeCloseTo(1.41 * 0.95);
    expect(found?.watts.high).toBeCloseTo(1.43 * 1.05);
    expect(found?.source).toContain('2 configurations');
  });

  it('never replace a power of the board', () => {
    const found = basePower({ ...given, idleW: 2, reports: [report] });
    expect(found).toMatchObject({ quantity: 'board', watts: { value: 2 } });
  });

  it('scale the data part by what they say of the same components', () => {
    const twice = { ...report, parts: { ...parts, logicW: 0.12 } };
    expect(reportedScale('7series', [twice]) / reportedScale('7series', [report])).toBeCloseTo(2);
    expect(reportedScale('7series', [])).toBe(1);
  });
});
