import { describe, expect, it } from 'vitest';
import { proposeFloorplan } from '../../server/src/analysis/proposals/floorplan-proposal';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { load } from '../support/fixture';

const network = `network n {
  input i 1x16x16
  conv c1 kernel 3x3 filters 8 parallel pe 2 simd 3
  conv c2 kernel 3x3 filters 8 parallel pe 2 simd 4
}
stage a in r0 { c1 }
stage b in r1 { c2 }
`;

async function propose(text: string) {
  const { analysis } = await load(text);
  return { analysis, proposal: await proposeFloorplan(analysis, neverCancelled) };
}

describe('a floorplan', () => {
  it('is proposed for all regions at once, no heavier than what is written, and legal', async () => {
    const { analysis, proposal } = await propose(`device { board pynq-z2 }
      ${network}
      region r0 { pblock SLICE_X36Y0:SLICE_X67Y49 DSP48_X3Y0:DSP48_X3Y19 RAMB18_X3Y0:RAMB18_X3Y19 RAMB36_X3Y0:RAMB36_X3Y9 }
      region r1 { pblock auto }`);
    if ('error' in proposal) throw new Error(proposal.error);
    expect(proposal.exact).toBe(true);
    expect(proposal.lowerBoundBytes).toBe(proposal.bytes);
    expect(proposal.regions.map((r) => r.figures.spec.name)).toEqual(['r0', 'r1']);
    const before = analysis.regions[0]?.bitstreamBytes ?? 0;
    expect(proposal.regions[0]?.bytes).toBeLessThan(before);
    const { analysis: after } = await load(`device { board pynq-z2 }
      ${network}
      region r0 { pblock ${proposal.regions[0]?.pblock.join(' ') ?? ''} }
      region r1 { pblock ${proposal.regions[1]?.pblock.join(' ') ?? ''} }`);
    expect(after.regions.flatMap((r) => r.violations.filter((v) => v.severity === 'error'))).toEqual([]);
    expect(after.regions.map((r) => r.bitstreamBytes)).toEqual(proposal.regions.map((r) => r.bytes));
  });

  it('of regions alone holds what they hold today', async () => {
    const { analysis, proposal } = await propose(`device { part "xc7z010clg400-1" }
      region r { pblock SLICE_X22Y0:SLICE_X25Y49 }`);
    if ('error' in proposal) throw new Error(proposal.error);
    expect(proposal.regions[0]?.bytes).toBeLessThanOrEqual(analysis.regions[0]?.bitstreamBytes ?? 0);
  });

  it.each([
    ['without a device', 'region r { pblock auto }', 'no known part'],
    ['without a region', 'device { board pynq-z2 }', 'no region'],
    [
      'of a region without size',
      'device { board pynq-z2 } region r { }',
      'nothing determines the size of region r',
    ],
    [
      'that is larger than the part',
      `device { board pynq-z2 } network n { input i 1x8x8 flatten dense d units 64 parallel pe 64 simd 64 } stage s in r { d } region r { }`,
      'there is no place: region r needs',
    ],
  ])('%s is refused with the reason', async (_name, text, reason) => {
    const { proposal } = await propose(text);
    expect('error' in proposal && proposal.error).toContain(reason);
  });
});
