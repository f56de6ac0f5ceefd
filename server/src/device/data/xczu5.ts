// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
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
