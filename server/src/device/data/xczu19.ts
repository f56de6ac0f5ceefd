// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
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
