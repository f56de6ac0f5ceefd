// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
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
