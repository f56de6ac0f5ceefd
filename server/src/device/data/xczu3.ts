// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu3',
  family: 'ultrascale+',
  idcode: '0x4A42093',
  rows: 3,
  columns:
    'PnLMnLBnLMnDMnLLnLMnLLnLBnLMniHinLMnLBnLMnDMnLLnLMnLLnLMnDMnLMnLBnLMnLBnLMniHinLMnDMnLMnDMnLMnLBnLMni3I',
  frames: { '101': 12, '102': 4 },
  holes: [],
  hard: { '30': ['hdio', 'hdio', 'hdio'], '76': ['hdio', 'cfg', 'ams'] },
  clockRegionStarts: [0, 31, 77],
  totals: { lut: 70560, ff: 141120, slice: 8820, sliceM: 3600, dsp: 360, bram36: 216, uram: 0 },
  fullBits: 44549344,
};

export const part: PartData = {
  name: 'xczu3',
  die,
  limits: { lut: 70560, ff: 141120, dsp: 360, bram36: 216, uram: 0 },
  packages: ['sbva484', 'sfva625', 'sfvc784', 'ubva530'],
  variants: ['cg', 'eg'],
};
