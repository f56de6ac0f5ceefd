// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS190's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
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
  packages: ['clg225', 'clg400'],
};
