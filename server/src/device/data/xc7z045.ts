// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xc7z045',
  family: '7series',
  idcode: '0x3731093',
  rows: 7,
  columns:
    'IT4MBMMD4MDMMBLMLMBMMDMMLML3MDMMBLMLMLMLMLMLMLMLMLKMLBMMD3MLMLMLMLMLMB6LCMMDMMBLLMLMBMMDMMLBLMLMTI',
  holes: [
    { kind: 'ps', x0: 0, x1: 18, y0: 250, y1: 349 },
    { kind: 'cfg', x0: 76, x1: 81, y0: 250, y1: 349 },
    { kind: 'pcie', x0: 91, x1: 94, y0: 150, y1: 174 },
    { kind: 'gt', x0: 101, x1: 107, y0: 0, y1: 199 },
  ],
  clockRegionStarts: [0, 56],
  totals: { lut: 218600, ff: 437200, slice: 54650, sliceM: 17600, dsp: 900, bram36: 545, uram: 0 },
  fullBits: 106571232,
};

export const part: PartData = {
  name: 'xc7z045',
  die,
  limits: { lut: 218600, ff: 437200, dsp: 900, bram36: 545, uram: 0 },
};
