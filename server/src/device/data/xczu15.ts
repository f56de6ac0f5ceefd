// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS891's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu15',
  family: 'ultrascale+',
  idcode: '0x4A52093',
  rows: 7,
  columns:
    'GinLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnUnLMnDMnLMnLBnLMnDMnLMnDMnLMnDMnLMnLBnLMnDMnLMnDMnLMnDMnLLnLMnLMnDMnLMnLBnLMnDMnLMnDMnLLnLMnDMnLMnLBnLMnDMnLMnDMnLMnDMnLMnDMnLMnLBnLMniHinLMnDMnLMnDMnLMnLBnLMni3I',
  frames: { '238': 12, '239': 4 },
  holes: [
    { kind: 'ps', x0: 0, x1: 73, y0: 0, y1: 179 },
    { kind: 'void', x0: 238, x1: 239, y0: 240, y1: 419 },
  ],
  hard: { '213': ['hdio', 'cfg', 'ams', 'hdio', 'hdio', 'hdio', 'hdio'] },
  clockRegionStarts: [0, 214],
  totals: { lut: 341280, ff: 682560, slice: 42660, sliceM: 23040, dsp: 3528, bram36: 744, uram: 112 },
  fullBits: 229605952,
};

export const part: PartData = {
  name: 'xczu15',
  die,
  limits: { lut: 341280, ff: 682560, dsp: 3528, bram36: 744, uram: 112 },
  packages: ['ffvc900', 'ffvb1156'],
  variants: ['eg'],
};
