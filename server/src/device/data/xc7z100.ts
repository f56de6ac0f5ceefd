// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xc7z100',
  family: '7series',
  idcode: '0x3736093',
  rows: 7,
  columns:
    'IT4MBMMD4MDMMBLMLMBMMDMMLMMDMMBMMD4MDMMB6LCMLMMDMMBMMD3MLMKLMLMLMLMMDMMBMMD3MLMLMLMMDMMBMMD3ML3MDMMBLMMDMMBMLMLMBMMDMMLBLMLMTI',
  holes: [
    { kind: 'ps', x0: 0, x1: 18, y0: 250, y1: 349 },
    { kind: 'cfg', x0: 46, x1: 51, y0: 250, y1: 349 },
    { kind: 'pcie', x0: 123, x1: 126, y0: 150, y1: 174 },
    { kind: 'gt', x0: 133, x1: 139, y0: 0, y1: 199 },
  ],
  clockRegionStarts: [0, 70],
  totals: { lut: 277400, ff: 554800, slice: 69350, sliceM: 27050, dsp: 2020, bram36: 755, uram: 0 },
  fullBits: 139330784,
};

export const part: PartData = {
  name: 'xc7z100',
  die,
  limits: { lut: 277400, ff: 554800, dsp: 2020, bram36: 755, uram: 0 },
};
