// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu9',
  family: 'ultrascale+',
  idcode: '0x484A093',
  rows: 7,
  columns:
    'GinLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnDMnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnLBnLMniHinLMnDMnLMnDMnLMnLBnLMni3I',
  frames: { '200': 12, '201': 4 },
  holes: [
    { kind: 'ps', x0: 0, x1: 73, y0: 0, y1: 179 },
    { kind: 'void', x0: 200, x1: 201, y0: 240, y1: 419 },
  ],
  hard: { '175': ['hdio', 'cfg', 'ams', 'hdio', 'hdio', 'hdio', 'hdio'] },
  clockRegionStarts: [0, 176],
  totals: { lut: 274080, ff: 548160, slice: 34260, sliceM: 18000, dsp: 2520, bram36: 912, uram: 0 },
  fullBits: 212086240,
};

export const part: PartData = {
  name: 'xczu9',
  die,
  limits: { lut: 274080, ff: 548160, dsp: 2520, bram36: 912, uram: 0 },
  packages: ['ffvc900', 'ffvb1156'],
  variants: ['cg', 'eg'],
};
