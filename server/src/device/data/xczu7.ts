// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu7',
  family: 'ultrascale+',
  idcode: '0x4A5A093',
  rows: 6,
  columns:
    '3IinLMnLMnLBnLMnDMnLMnLMnLMnLMnLMniHinLMnLMnLMnLMnLLnLMnLMnLLnLMnLMnLMnLMnDMnLLnLMnDMnLMnDMnLBnLMnDMnLMnDMnLLnLMnUnLMnDMnL3IinLMnLBnLMnDMnLMnDMnLLnLMnDMnLMnLMnDMnLMnLMnDMnLLnLMnDMnLMnLBnLLniHinLLnLBnLMnDMnLLnLMnLLniG',
  frames: { '1': 4, '2': 12, '124': 4, '125': 12 },
  holes: [{ kind: 'ps', x0: 0, x1: 85, y0: 0, y1: 239 }],
  hard: {
    '36': ['none', 'none', 'none', 'none', 'hdio', 'hdio'],
    '192': ['pcie', 'pcie', 'cfg', 'ams', 'hdio', 'hdio'],
  },
  clockRegionStarts: [0, 37, 123, 193],
  totals: { lut: 230400, ff: 460800, slice: 28800, sliceM: 12720, dsp: 1728, bram36: 312, uram: 96 },
  fullBits: 154488736,
};

export const part: PartData = {
  name: 'xczu7',
  die,
  limits: { lut: 230400, ff: 460800, dsp: 1728, bram36: 312, uram: 96 },
  packages: ['fbvb900', 'ffvc1156', 'ffvf1517'],
  variants: ['cg', 'eg', 'ev'],
};
