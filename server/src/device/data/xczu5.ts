// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the length
// of a full bitstream is as computed (the rows of ZU4 and ZU5 in UG570 are unlikely), and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu5',
  family: 'ultrascale+',
  idcode: '0x4A46093',
  rows: 4,
  columns:
    'PnLMnDMnLMnDMnLMnDMnLMniHinLMnDMnLLnLMnDMnLMnDMnL3IinLMnDMnLBnLMnDMnLMnDMnLMnDMnLMnDMnLMnDMnLMnUnLMnLBnLLniHinLLnLBnLMnDMnLLnLMnLLniG',
  frames: { '50': 4, '51': 12 },
  holes: [],
  hard: { '24': ['hdio', 'hdio', 'hdio', 'hdio'], '108': ['pcie', 'pcie', 'cfg', 'ams'] },
  clockRegionStarts: [0, 25, 49, 109],
  totals: { lut: 117120, ff: 234240, slice: 14640, sliceM: 7200, dsp: 1248, bram36: 144, uram: 64 },
  fullBits: 62381536,
};

export const part: PartData = {
  name: 'xczu5',
  die,
  limits: { lut: 117120, ff: 234240, dsp: 1248, bram36: 144, uram: 64 },
  packages: ['sfvc784', 'fbvb900'],
  variants: ['cg', 'eg', 'ev'],
};
