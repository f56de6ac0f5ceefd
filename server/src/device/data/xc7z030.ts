// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xc7z030',
  family: '7series',
  idcode: '0x372C093',
  rows: 4,
  columns: 'IT4MBMMD4MDMMBLMLMBMMDMMLML3MDMMBLKMLMLMLMB6LCMMDMMBLLMLMBMMDMMLBLMLMTI',
  holes: [
    { kind: 'ps', x0: 0, x1: 18, y0: 100, y1: 199 },
    { kind: 'cfg', x0: 48, x1: 53, y0: 100, y1: 199 },
    { kind: 'pcie', x0: 63, x1: 66, y0: 0, y1: 24 },
    { kind: 'gt', x0: 73, x1: 79, y0: 0, y1: 49 },
  ],
  clockRegionStarts: [0, 40],
  totals: { lut: 78600, ff: 157200, slice: 19650, sliceM: 6650, dsp: 400, bram36: 265, uram: 0 },
  fullBits: 47839328,
};

export const part: PartData = {
  name: 'xc7z030',
  die,
  limits: { lut: 78600, ff: 157200, dsp: 400, bram36: 265, uram: 0 },
};
