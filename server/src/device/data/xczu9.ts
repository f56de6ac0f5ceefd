// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xczu9',
  family: 'ultrascale+',
  idcode: '0x484A093',
  rows: 7,
  columns:
    'GinLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnDMnLMnDMnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnLBnLMnDMnLMnDMnLMnLBnLMnLBnLMniHinLMnDMnLMnDMnLMnLBnLMni3I',
  frames: { '200': 12, '201': 4 },
  holes: [
    { kind: 'ps', x0: 0, x1: 73, y0: 0, y1: 179 },
    { kind: 'void', x0: 200, x1: 201, y0: 240, y1: 419 },
  ],
  hard: { '175': ['hdio', 'cfg', 'ams', 'hdio', 'hdio', 'hdio', 'hdio'] },
  clockRegionStarts: [0, 176],
  totals: { lut: 274080, ff: 548160, slice: 34260, sliceM: 18000, dsp: 2520, bram36: 912, uram: 0 },
  fullBits: 212086240,
};

export const part: PartData = {
  name: 'xczu9',
  die,
  limits: { lut: 274080, ff: 548160, dsp: 2520, bram36: 912, uram: 0 },
};
