import { describe, expect, it } from 'vitest';
import { chain, pynq, reconfigured } from '../support/designs';
import { load } from '../support/fixture';

async function comparisonOf(text: string) {
  const { analysis } = await load(text);
  const { comparison } = analysis;
  if (comparison === undefined) throw new Error('nothing is compared');
  const named = (name: string) => comparison.baselines.find((b) => b.name === name);
  return { analysis, comparison, named };
}

/** Three stages in a row with no exit between them. */
const cut = `${pynq}
${chain}
stage a in rp0 { c1 .. p1 }
stage b in rp0 { c2 }
stage c in rp0 { f1 }
region rp0 { pblock auto }
`;

describe('the static baselines', () => {
  it('are one pipeline where no exit separates the stages', async () => {
    const whole = `${pynq}\n${chain}\nstage all in static { c1 .. f1 }\n`;
    for (const batch of [1, 32]) {
      const { named: ofCut } = await comparisonOf(`${cut}schedule { batch ${batch} }`);
      const { named: ofOne } = await comparisonOf(`${whole}schedule { batch ${batch} }`);
      const [baseline, one] = [ofCut('static-no-exits'), ofOne('static-no-exits')];
      expect(baseline?.fits).toBe(true);
      if (batch === 1) expect(baseline?.meanNs).toBe(one?.meanNs);
      // In batches, stages of their own are the better rival: the next batch enters while this one drains.
      else expect(baseline?.periodNs).toBeLessThan(one?.periodNs ?? 0);
      expect(ofCut('static')).toMatchObject({ ...baseline, name: 'static' });
    }
  });

  it('are never worse than the design itself, where it is resident and fits', async () => {
    // Of the DSPs it fills more than a search would.
    const full = `device { part "xc7z045ffg900-2" clock 150 MHz }
network five {
  precision int16
  input image5 32x60x60
  conv c5 kernel 5x5 filters 32 parallel pe 1 simd 800
}`;
    const { analysis, named, comparison } = await comparisonOf(full);
    expect(named('static')).toMatchObject({ fits: true });
    expect(named('static')?.meanNs).toBeLessThanOrEqual(analysis.timeline?.schedule.meanNs ?? 0);
    // Nothing is reconfigured that could pay.
    expect(comparison.breakEvenBatch).toBeUndefined();
    expect(comparison.verdict).toMatch(/^Nothing is reconfigured here/);
  });

  it('keep what runs on the CPU there where that lets them fit', async () => {
    const heads = (place: string): string =>
      ['p1', 'c2', 'c3', 'c4']
        .map(
          (after, i) =>
            `exit e${i} after ${after} { avgpool window 4x4 flatten dense h${i} units 10 when softmax >= 0.9 rate 20% on ${place} }`,
        )
        .join('\n');
    const design = (place: string): string => `device { board cora-z7-07s }
network n {
  input image 3x32x32
  conv c1 kernel 3x3 filters 16 pad 1
  maxpool p1 window 2x2
  conv c2 kernel 3x3 filters 16 pad 1
  conv c3 kernel 3x3 filters 16 pad 1
  conv c4 kernel 3x3 filters 16 pad 1
  flatten
  dense fc units 10
}
${heads(place)}`;
    expect((await comparisonOf(design('static'))).named('static')?.fits).toBe(false);
    expect((await comparisonOf(design('cpu'))).named('static')?.fits).toBe(true);
  });
});

describe('the design as its own baseline', () => {
  it('fits where it does', async () => {
    expect((await comparisonOf(reconfigured)).named('serial')).toMatchObject({ fits: true });
  });

  it('does not where a module does not fit its region, and then pays at no batch', async () => {
    const small = cut
      .replace('pblock auto', 'pblock SLICE_X0Y0:SLICE_X1Y49')
      .replace('b in rp0', 'b in static');
    const { named, comparison } = await comparisonOf(small);
    expect(named('serial')).toMatchObject({ fits: false });
    expect(named('serial')).not.toHaveProperty('unknown');
    expect(comparison.breakEvenBatch).toBeUndefined();
  });

  it('is not known to fit where a layer is not modelled', async () => {
    const float = reconfigured.replace('filters 8', 'filters 8 weights fp32');
    expect((await comparisonOf(float)).named('serial')).toMatchObject({ fits: false, unknown: true });
  });

  it('does not fit a limit that the budget sets on a resource', async () => {
    const limited = `${reconfigured}budget { lut <= 1% }`;
    const { named } = await comparisonOf(limited);
    expect(named('serial')).toMatchObject({ fits: false });
    // The same limit for all.
    expect(named('static')).toMatchObject({ fits: false });
  });
});
