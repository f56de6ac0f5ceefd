// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
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
};
