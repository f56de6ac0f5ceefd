// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
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
};
