// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu19',
  family: 'ultrascale+',
  idcode: '0x4A56093',
  rows: 11,
  columns:
    'GinLMnLLnLMnDMnLMnLBnLMniHinLMnLBnLLnLMnUnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnDMnL3IinLMnLBnLLnLMnLLnLLnLMnLLnLLnLMnLLnLLnLMnLLnLLnLMnLLnLBnLMnDMnLMnLLnLMnLLnLLnLMnLBnLLniHinLLnLBnLMnDMnLLnLMnLLniG',
  frames: { '86': 4, '87': 12 },
  holes: [{ kind: 'ps', x0: 0, x1: 46, y0: 0, y1: 179 }],
  hard: {
    '25': ['none', 'none', 'none', 'cmac', 'pcie', 'ilkn', 'cmac', 'pcie', 'cmac', 'ilkn', 'cmac'],
    '175': ['pcie', 'cfg', 'ams', 'pcie', 'pcie', 'ilkn', 'hdio', 'hdio', 'ilkn', 'hdio', 'hdio'],
  },
  clockRegionStarts: [0, 26, 85, 176],
  totals: { lut: 522720, ff: 1045440, slice: 65340, sliceM: 20160, dsp: 1968, bram36: 984, uram: 128 },
  fullBits: 290744896,
};

export const part: PartData = {
  name: 'xczu19',
  die,
  limits: { lut: 522720, ff: 1045440, dsp: 1968, bram36: 984, uram: 128 },
  packages: ['ffvb1517', 'ffvc1760', 'ffvd1760', 'ffve1924'],
  variants: ['eg'],
};
