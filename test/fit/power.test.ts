import { describe, expect, it } from 'vitest';
import { checkPower, leftOutPower, powerTable } from '../../server/fit/power-check';
import { fitPower } from '../../server/fit/power-fit';
import { type PowerRow, readPowerRows } from '../../server/fit/power-rows';
import fitted from '../../server/src/energy/data/fitted.json';
import { dataEnergy } from '../../server/src/energy/index';
import { noBand } from '../../server/src/base/band';

const head =
  'repo,power_report,part,process,clock_mhz,lut,ff,bram36,dsp,total_w,static_w,tj_c,clocks_w,logic_w,signals_w,bram_w,dsp_w,pl_core_w,ps_w,iccint_static_a,iccaux_static_a,icc_ps_int_static_a,in_fit';

/** A report of our own making, whose watts follow rules that the fit has to find: picojoules a cycle, and leakage. */
function report(owner: string, lut: number, junctionC: number, pj = 0.05): string {
  const hertz = 100e6;
  const watts = (price: number, used: number): number => price * 1e-12 * used * hertz;
  const int = 0.01 * Math.exp(0.04 * (junctionC - 40));
  const static_ = int + 1.8 * 0.015 + 0.03 + 0.07;
  const logic = watts(pj, lut);
  const clocks = watts(0.04, lut);
  return [
    `${owner}/design,a.rpt,xc7z020clg400-1,typical,100,${lut},${lut},10,0`,
    `${1.4 + static_ + 2 * logic + clocks},${static_},${junctionC},${clocks},${logic},${logic}`,
    `${watts(2.5, 20)},0,${2 * logic + clocks},1.4,${int},0.015,0.03,yes`,
  ].join(',');
}

const rows = (...lines: string[]): readonly PowerRow[] => readPowerRows([head, ...lines].join('\n')).rows;

describe('the fit of power', () => {
  const made = rows(...['a', 'b', 'c', 'd'].map((owner, i) => report(owner, 5000 + 4000 * i, 30 + 10 * i)));

  it('finds the rules that reports were made by', () => {
    const { leakage, prices } = fitPower(made);
    expect(leakage['xc7z020']?.int[1]).toBeCloseTo(0.04, 3);
    expect(leakage['xc7z020']?.restW).toBeCloseTo(0.07, 3);
    expect(prices['7series'].ff[1]).toBeCloseTo(0.04, 4);
    expect(prices['7series'].lut[1]).toBeCloseTo(0.1, 4);
    expect(prices['7series'].bram18[1]).toBeCloseTo(2.5, 3);
  });

  it('weighs every owner once, however many reports there are of one', () => {
    const many = Array.from({ length: 20 }, (_, i) => report('loud', 5000 + i, 40, 0.5));
    const { prices } = fitPower(rows(...many, report('b', 9000, 35), report('c', 9000, 50)));
    expect(prices['7series'].lut[1]).toBeCloseTo(0.1, 3);
  });

  it('leaves out what no known die is of, and says so', () => {
    const { rows: read, left } = readPowerRows([head, 'x/y,a.rpt,xczu48dr-ffvg1517-2-e,typical'].join('\n'));
    expect(read).toEqual([]);
    expect([...left.keys()].join()).toContain('xczu48dr');
  });

  it('checks the same model that the engine has', () => {
    const errors = checkPower(made);
    expect(errors.cases).toBe(4);
    expect(errors.totalInBand).toBe(1);
    // A processing system that takes twice as much is found to be outside.
    const off = made.map((r) => ({ ...r, watts: { ...r.watts, total: r.watts.total + 1.4 } }));
    expect(checkPower(off).totalInBand).toBe(0);
    expect(leftOutPower(made).fabricWithinThree).toBe(1);
    expect(powerTable([['all', errors]])).toContain('| all | 4 | 100 % |');
  });
});

describe('what was fitted', () => {
  it('held, each owner left out: 90 % of totals in the band, 80 % of fabrics within a factor of three', () => {
    const { totalInBand, fabricWithinThree, cases } = fitted.residuals.ownersLeftOut;
    expect(cases).toBeGreaterThan(90);
    expect(totalInBand).toBeGreaterThanOrEqual(0.9);
    expect(fabricWithinThree).toBeGreaterThanOrEqual(0.8);
  });

  it('gives what a meter read of CNV-W1A1 on a PYNQ-Z2', () => {
    // Resources of gilamonsterz/IoT-Recon's build of the network; idle, rate and energy: mlcommons/tiny_results_v0.7.
    const cnv = { lut: 30_815, bram18: 248, dsp: 24 };
    const [idleW, perSecond, metered] = [1.515, 661.3, 2530e-6];
    const data = dataEnergy('7series', cnv, noBand.lut, 100e6 / perSecond);
    const base = idleW / perSecond;
    expect(base * 0.975 + data.low).toBeLessThan(metered);
    expect(base * 1.025 + data.high).toBeGreaterThan(metered);
    expect(Math.abs((base + data.value) / metered - 1)).toBeLessThan(0.06);
  });

  it('reproduces what wrapping five networks for DFX takes, from their resources', () => {
    // gilamonsterz/IoT-Recon, report_power of routed builds at 250 and 303 MHz: LUT, FF, RAMB18, DSP, watts of the fabric.
    const builds = [
      [
        [31484, 41445, 248, 24, 0.742 / 250],
        [30815, 41292, 248, 24, 0.872 / 303.03],
      ],
      [
        [40064, 50067, 309, 32, 0.809 / 250],
        [39370, 49933, 309, 32, 0.941 / 303.03],
      ],
      [
        [32232, 31273, 220, 4, 0.917 / 250],
        [31507, 31113, 220, 4, 1.064 / 303.03],
      ],
      [
        [53817, 39842, 220, 4, 2.427 / 250],
        [53049, 39680, 220, 4, 2.679 / 303.03],
      ],
      [
        [46193, 53672, 263, 26, 1.979 / 250],
        [45540, 53522, 263, 26, 2.217 / 303.03],
      ],
    ] as const;
    const { ff } = fitted.prices['ultrascale+'];
    for (const [wrapped, alone] of builds) {
      const model = ([lut, flops, bram18, dsp]: readonly number[]): number =>
        dataEnergy('ultrascale+', { lut: lut ?? 0, bram18: bram18 ?? 0, dsp: dsp ?? 0 }, noBand.lut, 1)
          .value +
        (ff[1] ?? 0) * 1e-12 * (flops ?? 0);
      const ratio = model(wrapped) / model(alone) / (wrapped[4] / alone[4]);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    }
  });
});
