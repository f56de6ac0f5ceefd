// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xc7z010',
  family: '7series',
  idcode: '0x3722093',
  rows: 2,
  columns: 'IT4MBMMD4MDMMBLMLMBMMDMM6LCLMLMKLMBLMMDMMBLMLMTI',
  holes: [
    { kind: 'ps', x0: 0, x1: 18, y0: 0, y1: 99 },
    { kind: 'cfg', x0: 28, x1: 33, y0: 0, y1: 99 },
  ],
  clockRegionStarts: [0, 40],
  totals: { lut: 17600, ff: 35200, slice: 4400, sliceM: 1500, dsp: 80, bram36: 60, uram: 0 },
  fullBits: 16669920,
};

export const part: PartData = {
  name: 'xc7z010',
  die,
  limits: { lut: 17600, ff: 35200, dsp: 80, bram36: 60, uram: 0 },
};
