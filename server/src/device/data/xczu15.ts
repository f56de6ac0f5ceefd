// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
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
};
