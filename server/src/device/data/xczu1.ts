// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu1',
  family: 'ultrascale+',
  idcode: '0x4826093',
  rows: 3,
  columns: 'PnLMnLBnLMnDMnLLnLMnLLnLBnLMniHinLMnDMnLMnDMnLMnLBnLMni3I',
  frames: { '55': 12, '56': 4 },
  holes: [],
  hard: { '30': ['hdio', 'cfg', 'ams'] },
  clockRegionStarts: [0, 31],
  totals: { lut: 37440, ff: 74880, slice: 4680, sliceM: 1980, dsp: 216, bram36: 108, uram: 0 },
  fullBits: 23764960,
};

export const part: PartData = {
  name: 'xczu1',
  die,
  limits: { lut: 37440, ff: 74880, dsp: 216, bram36: 108, uram: 0 },
  packages: ['sbva484', 'sfva625', 'sfvc784', 'ubva494'],
  variants: ['cg', 'eg'],
};
