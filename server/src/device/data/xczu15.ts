// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
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
