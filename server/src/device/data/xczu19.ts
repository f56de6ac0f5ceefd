// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu19',
  family: 'ultrascale+',
  idcode: '0x4A56093',
  rows: 11,
  columns:
    'GinLMnLLnLMnDMnLMnLBnLMniHinLMnLBnLLnLMnUnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnDMnL3IinLMnLBnLLnLMnLLnLLnLMnLLnLLnLMnLLnLLnLMnLLnLLnLMnLLnLBnLMnDMnLMnLLnLMnLLnLLnLMnLBnLLniHinLLnLBnLMnDMnLLnLMnLLniG',
  frames: { '86': 4, '87': 12 },
  holes: [{ kind: 'ps', x0: 0, x1: 46, y0: 0, y1: 179 }],
  hard: {
    '25': ['none', 'none', 'none', 'cmac', 'pcie', 'ilkn', 'cmac', 'pcie', 'cmac', 'ilkn', 'cmac'],
    '175': ['pcie', 'cfg', 'ams', 'pcie', 'pcie', 'ilkn', 'hdio', 'hdio', 'ilkn', 'hdio', 'hdio'],
  },
  clockRegionStarts: [0, 26, 85, 176],
  totals: { lut: 522720, ff: 1045440, slice: 65340, sliceM: 20160, dsp: 1968, bram36: 984, uram: 128 },
  fullBits: 290744896,
};

export const part: PartData = {
  name: 'xczu19',
  die,
  limits: { lut: 522720, ff: 1045440, dsp: 1968, bram36: 984, uram: 128 },
};
