// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
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
};
