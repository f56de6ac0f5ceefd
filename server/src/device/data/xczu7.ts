// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
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
};
