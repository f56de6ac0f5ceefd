import { describe, expect, it } from 'vitest';
import { load } from '../support/fixture';

const design = `
device { board pynq-z1  clock 100 MHz  port pcap }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 8
  maxpool p1 window 2x2
  flatten
  dense f1 units 10
}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}
stage front in static { c1 .. p1 }
stage back in rp0 { f1 }
region rp0 {
  pblock SLICE_X50Y0:SLICE_X103Y49 SLICE_X50Y50:SLICE_X67Y99 SLICE_X82Y50:SLICE_X103Y99 DSP48_X3Y0:DSP48_X4Y39 RAMB18_X3Y0:RAMB18_X4Y39 RAMB36_X3Y0:RAMB36_X4Y19
  snapping on
}
`;

const variant = 'stage tail in rp0 { f1 } weights int4';

async function modelled(figures: string) {
  const { analysis } = await load(`${design}\npaper { title "t" kind idea-of\n${figures}\n}`);
  return analysis.papers[0]?.figures.map((f) => f.modelled ?? f.why);
}

describe('the design’s figure beside a published one', () => {
  it('is that of the layer, the module or the branch named', async () => {
    expect(
      await modelled('macs of c1 = 1\nmacs of b1 = 1\nmacs = 1\ncycles of f1 = 1\nparams of b1 = 1'),
    ).toEqual([
      24 * 24 * 25 * 8,
      8 * 12 * 12 * 10,
      24 * 24 * 25 * 8 + 8 * 12 * 12 * 10,
      8 * 12 * 12 * 10,
      8 * 12 * 12 * 10 + 10,
    ]);
  });

  it('is the same as in the report', async () => {
    const { analysis } = await load(
      `${design}\npaper { title "t" kind idea-of latency mean = 1 ms bitstream of rp0 = 1 B load of rp0 = 1 ms gain = 2 }`,
    );
    const [mean, bytes, load_, gain] = analysis.papers[0]?.figures ?? [];
    expect(mean?.modelled).toBe(analysis.timeline?.schedule.meanNs);
    expect(bytes?.modelled).toBe(analysis.regions[0]?.bitstreamBytes);
    expect(load_?.modelled).toBe(analysis.regions[0]?.loadNs);
    const { worstNs = 0, meanNs = 1 } = analysis.timeline?.schedule ?? {};
    expect(gain?.modelled).toBe(worstNs / meanNs);
  });

  it('as a ratio has the band of both', async () => {
    const { analysis } = await load(
      `${design}\n${variant}\npaper { title "t" kind idea-of lut of tail to back = 50% }`,
    );
    const [ratio] = analysis.papers[0]?.figures ?? [];
    const of = (name: string) => analysis.modules.find((m) => m.name === name);
    const [tail, back] = [of('tail'), of('back')];
    expect(ratio?.modelled).toBe((tail?.resources?.lut ?? 0) / (back?.resources?.lut ?? 1));
    expect(ratio?.between?.low).toBeLessThan(ratio?.modelled ?? 0);
    expect(ratio?.between?.high).toBeGreaterThan(ratio?.modelled ?? 0);
  });

  it('is not known where nothing tells it', async () => {
    expect(await modelled('rate of early = 60%\naccuracy = 99%\nperformance = 1 GMAC/s')).toEqual([
      'rates are counted by a profile',
      'accuracy is counted by a profile',
      'inputs do different amounts of work',
    ]);
  });
});

describe('a verdict', () => {
  const judged = async (line: string) => {
    const { analysis } = await load(`${design}\npaper { title "t" kind idea-of ${line} }`);
    return analysis.papers[0]?.figures[0]?.verdict;
  };
  it.each([
    ['macs of c1 = 115200', 'not judged'],
    ['macs of c1 = 115200 within 0%', 'as published'],
    ['macs of c1 = 104728 within 10%', 'as published'],
    ['macs of c1 = 104727 within 10%', 'differs'],
    ['lut of front = 1 within 10%', 'differs'],
    ['accuracy = 99% within 1%', 'not known'],
  ])('%s: %s', async (line, verdict) => expect(await judged(line)).toBe(verdict));
});
