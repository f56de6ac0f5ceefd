import { describe, expect, it } from 'vitest';
import { evaluatePblock, fullBitstreamBytes, parsePblock } from '../../server/src/device';
import { partNamed } from './fixture';

/** Bits of a full bitstream: UG585 (Zynq-7000) and UG570 (UltraScale+); ZU4 and ZU5 differ from the published row and are left out. */
const fullBits: Record<string, number> = {
  xc7z007s: 16_669_920,
  xc7z010: 16_669_920,
  xc7z012s: 28_085_344,
  xc7z014s: 32_364_512,
  xc7z015: 28_085_344,
  xc7z020: 32_364_512,
  xc7z030: 47_839_328,
  xc7z035: 106_571_232,
  xc7z045: 106_571_232,
  xc7z100: 139_330_784,
  xczu2: 44_549_344,
  xczu3: 44_549_344,
  xczu6: 212_086_240,
  xczu7: 154_488_736,
  xczu9: 212_086_240,
  xczu11: 188_647_264,
  xczu15: 229_605_952,
  xczu17: 290_744_896,
  xczu19: 290_744_896,
};

describe('full bitstreams have the published length', () => {
  it.each(Object.entries(fullBits))('%s', (name, bits) => {
    const part = partNamed(name);
    expect(fullBitstreamBytes(part) * 8).toBe(bits);
    expect(part.fullBits).toBe(bits);
  });
});

/** Public Vivado partial bitstreams: bytes of configuration words, without the header of a `.bit`. */
const partial: [source: string, part: string, pblock: string, reset: boolean, bytes: number][] = [
  ['warclab/zycap mode1, Vivado 2014.2', 'xc7z020', 'SLICE_X36Y75:SLICE_X47Y99', false, 87_924],
  ['byuccl/PYNQ-PRIO prio pr_0, 2018.3', 'xc7z020', 'SLICE_X36Y50:SLICE_X39Y99', true, 151_484],
  ['byuccl/PYNQ-PRIO prio pr_3', 'xc7z020', 'SLICE_X56Y50:SLICE_X59Y99', true, 151_484],
  ['byuccl/PYNQ-PRIO prio_linux pr_0', 'xc7z020', 'SLICE_X28Y25:SLICE_X35Y124', true, 737_604],
  ['byuccl/PYNQ-PRIO prio_linux pr_1', 'xc7z020', 'SLICE_X38Y25:SLICE_X45Y124', true, 269_580],
  ['byuccl/PYNQ-PRIO prio_linux pr_3', 'xc7z020', 'SLICE_X60Y25:SLICE_X67Y124', true, 444_108],
  [
    'yunqu/partial_reconfig_example, Pynq-Z1',
    'xc7z020',
    'SLICE_X50Y50:SLICE_X81Y100 RAMB18_X3Y20:RAMB18_X3Y39 RAMB36_X3Y10:RAMB36_X3Y19',
    true,
    716_468,
  ],
  [
    'byuccl/PYNQ-PRIO ZCU104 pr_0',
    'xczu7',
    'SLICE_X89Y300:SLICE_X99Y359 DSP48E2_X12Y120:DSP48E2_X12Y143 RAMB36_X3Y60:RAMB36_X3Y71',
    true,
    472_504,
  ],
  [
    'byuccl/PYNQ-PRIO ZCU104 pr_3',
    'xczu7',
    'SLICE_X100Y240:SLICE_X111Y299 DSP48E2_X13Y96:DSP48E2_X13Y119 RAMB36_X4Y48:RAMB36_X4Y59',
    true,
    432_376,
  ],
];

describe('partial bitstreams have the length of public ones', () => {
  it.each(partial)('%s', (_, name, pblock, reset, bytes) => {
    const part = partNamed(name);
    for (const snapping of [true, false]) {
      const { ranges, problems } = parsePblock(part, [pblock]);
      expect(problems).toEqual([]);
      expect(evaluatePblock(part, ranges, { snapping, reset }).bitstreamBytes).toBe(bytes);
    }
  });

  it('the mask of a reset is as large as the device', () => {
    const part = partNamed('xc7z020');
    const { ranges } = parsePblock(part, ['SLICE_X36Y50:SLICE_X39Y99']);
    const without = evaluatePblock(part, ranges, { snapping: true, reset: false }).bitstreamBytes;
    const segment = without - 4 * 56;
    expect(evaluatePblock(part, ranges, { snapping: true, reset: true }).bitstreamBytes).toBe(
      4 * 81 + 92_112 + 2 * segment,
    );
  });
});
