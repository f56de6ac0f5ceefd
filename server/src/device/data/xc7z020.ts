// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS190's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
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
  packages: ['clg400', 'clg484'],
};
