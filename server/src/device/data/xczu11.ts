// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu11',
  family: 'ultrascale+',
  idcode: '0x4A4E093',
  rows: 8,
  columns:
    'GinLMnLLnLMnDMnLMnLBnLMniHinLMnLBnLLnLMnUnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnDMnLMnD3IinLMnLBnLMnDMnLMnDMnLMnDMnLMnDMnLMnDMnLMnDMnLMnDMnLMnDMnLMnLBnLMniHinLLnLBnLMnDMnLLnLMnLLniG',
  frames: { '89': 4, '90': 12 },
  holes: [{ kind: 'ps', x0: 0, x1: 46, y0: 0, y1: 179 }],
  hard: {
    '25': ['none', 'none', 'none', 'cmac', 'pcie', 'ilkn', 'cmac', 'pcie'],
    '157': ['pcie', 'cfg', 'ams', 'pcie', 'hdio', 'hdio', 'hdio', 'hdio'],
  },
  clockRegionStarts: [0, 26, 88, 158],
  totals: { lut: 298560, ff: 597120, slice: 37320, sliceM: 18540, dsp: 2928, bram36: 600, uram: 80 },
  fullBits: 188647264,
};

export const part: PartData = {
  name: 'xczu11',
  die,
  limits: { lut: 298560, ff: 597120, dsp: 2928, bram36: 600, uram: 80 },
  packages: ['ffvc1156', 'ffvb1517', 'ffvf1517', 'ffvc1760'],
  variants: ['eg'],
};
