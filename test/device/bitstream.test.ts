import { describe, expect, it } from 'vitest';
import {
  evaluatePblock,
  fullBitstreamBytes,
  parsePblock,
  partialBitstreamBytes,
} from '../../server/src/device';
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
    'byuccl/BYU_PYNQ_PR_Video_Pipeline gscreen_mux: the pair of the configuration column, below it',
    'xc7z020',
    'SLICE_X76Y0:SLICE_X81Y49',
    true,
    204_812,
  ],
  [
    'KaestnerFlorian/CNN_DPR conv1 to conv4 (2018), in two clock-region rows around the configuration block',
    'xc7z020',
    'SLICE_X50Y0:SLICE_X103Y49 SLICE_X50Y50:SLICE_X67Y99 SLICE_X82Y50:SLICE_X103Y99 DSP48_X3Y0:DSP48_X4Y39 RAMB18_X3Y0:RAMB18_X4Y39 RAMB36_X3Y0:RAMB36_X4Y19',
    true,
    2_082_860,
  ],
];

/** Pblocks of UltraScale+ designs, with the lengths of their files. */
const ultrascale: [
  source: string,
  part: string,
  pblock: string,
  writer: '2018.3' | '2022.1',
  bytes: number[],
][] = [
  [
    'byuccl/PYNQ-PRIO ZCU104 pr_0',
    'xczu7',
    'SLICE_X89Y300:SLICE_X99Y359 DSP48E2_X12Y120:DSP48E2_X12Y143 RAMB36_X3Y60:RAMB36_X3Y71',
    '2018.3',
    [472_504],
  ],
  [
    'byuccl/PYNQ-PRIO ZCU104 pr_3',
    'xczu7',
    'SLICE_X100Y240:SLICE_X111Y299 DSP48E2_X13Y96:DSP48E2_X13Y119 RAMB36_X4Y48:RAMB36_X4Y59',
    '2018.3',
    [432_376],
  ],
  [
    'Xilinx/kria-apps-firmware k26-dfx 2rp slot 1: five modules of one length, and the DPU',
    'xck26',
    'SLICE_X17Y120:SLICE_X60Y239 BUFG_GT_X0Y48:BUFG_GT_X0Y95 BUFG_GT_SYNC_X0Y30:BUFG_GT_SYNC_X0Y59 CFGIO_SITE_X0Y0:CFGIO_SITE_X0Y0 CONFIG_SITE_X0Y0:CONFIG_SITE_X0Y0 DSP48E2_X4Y48:DSP48E2_X12Y95 GTHE4_CHANNEL_X0Y8:GTHE4_CHANNEL_X0Y15 GTHE4_COMMON_X0Y2:GTHE4_COMMON_X0Y3 IOB_X1Y104:IOB_X1Y207 RAMB18_X0Y48:RAMB18_X2Y95 RAMB36_X0Y24:RAMB36_X2Y47 SYSMONE4_X0Y0:SYSMONE4_X0Y0 URAM288_X0Y32:URAM288_X0Y63',
    '2022.1',
    [3_330_572, 3_399_444],
  ],
  [
    'the same, slot 0: static routes pass it',
    'xck26',
    'SLICE_X17Y0:SLICE_X60Y119 BUFG_GT_X0Y0:BUFG_GT_X0Y47 BUFG_GT_SYNC_X0Y0:BUFG_GT_SYNC_X0Y29 DSP48E2_X4Y0:DSP48E2_X12Y47 GTHE4_CHANNEL_X0Y0:GTHE4_CHANNEL_X0Y7 GTHE4_COMMON_X0Y0:GTHE4_COMMON_X0Y1 IOB_X1Y0:IOB_X1Y103 PCIE40E4_X0Y0:PCIE40E4_X0Y1 RAMB18_X0Y0:RAMB18_X2Y47 RAMB36_X0Y0:RAMB36_X2Y23 URAM288_X0Y0:URAM288_X0Y31',
    '2022.1',
    [4_026_068, 4_095_732],
  ],
];

describe('UltraScale+ partial bitstreams', () => {
  it.each(ultrascale)('are inside the band: %s', (_, name, pblock, writer, lengths) => {
    const part = partNamed(name);
    const { ranges, problems, unmodelled } = parsePblock(part, [pblock]);
    expect([...problems, ...unmodelled]).toEqual([]);
    const { bytesBand, ownedColumns } = evaluatePblock(part, ranges, { snapping: true });
    for (const bytes of lengths) {
      expect(bytesBand?.low).toBeLessThanOrEqual(bytes);
      expect(bytesBand?.high).toBeGreaterThanOrEqual(bytes);
    }
    // Where no static route passes, the shortest file is met to the byte.
    const [shortest = 0] = lengths;
    if (shortest < 4_000_000) expect(partialBitstreamBytes(part, ownedColumns, true, writer)).toBe(shortest);
  });

  it('of Vivado 2022.1 and later are the figure', () => {
    const part = partNamed('xczu7');
    const { ranges } = parsePblock(part, ['SLICE_X89Y300:SLICE_X99Y359']);
    const { bitstreamBytes, ownedColumns } = evaluatePblock(part, ranges, { snapping: true });
    expect(bitstreamBytes).toBe(partialBitstreamBytes(part, ownedColumns, true, '2022.1'));
    expect(bitstreamBytes).toBeLessThan(partialBitstreamBytes(part, ownedColumns, true, '2018.3'));
  });

  it('have the frames of interconnect and of whole IO groups, as counted in the file of the K26', () => {
    const [, name = '', pblock = ''] = ultrascale[2] ?? [];
    const part = partNamed(name);
    const { ranges } = parsePblock(part, [pblock]);
    const { frames, ownedColumns } = evaluatePblock(part, ranges, { snapping: true });
    expect(frames).toEqual({ config: 2 * 3217, bram: 2 * 768 });
    expect(ownedColumns[2]).toEqual(expect.arrayContaining([49, 50, 51, 108, 133]));
  });
});

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
