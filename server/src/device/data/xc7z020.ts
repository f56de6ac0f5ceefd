// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xc7z020',
  family: '7series',
  idcode: '0x3727093',
  rows: 3,
  columns: 'IT4MBMMD4MDMMBLMLMBMMDMMLMLMLKMLBMLMLMLM6LCLMLMLBMMD4MDMMBLMLMTI',
  holes: [
    { kind: 'ps', x0: 0, x1: 18, y0: 50, y1: 149 },
    { kind: 'cfg', x0: 44, x1: 49, y0: 50, y1: 149 },
  ],
  clockRegionStarts: [0, 34],
  totals: { lut: 53200, ff: 106400, slice: 13300, sliceM: 4350, dsp: 220, bram36: 140, uram: 0 },
  fullBits: 32364512,
};

export const part: PartData = {
  name: 'xc7z020',
  die,
  limits: { lut: 53200, ff: 106400, dsp: 220, bram36: 140, uram: 0 },
};
