// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS190's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
import type { DieData, PartData } from '../data-types';

export const die: DieData = {
  name: 'xc7z015',
  family: '7series',
  idcode: '0x373B093',
  rows: 3,
  columns: 'IT4MBMMD4MDMMBLMLMLMLM6LCLMLMKLMLMLMMDMMBMLMLMBMMDMMLBLMLMTI',
  holes: [
    { kind: 'ps', x0: 0, x1: 18, y0: 50, y1: 149 },
    { kind: 'cfg', x0: 26, x1: 31, y0: 50, y1: 149 },
    { kind: 'pcie', x0: 51, x1: 54, y0: 0, y1: 24 },
    { kind: 'gt', x0: 61, x1: 67, y0: 0, y1: 49 },
  ],
  clockRegionStarts: [0, 38],
  totals: { lut: 46200, ff: 92400, slice: 11550, sliceM: 3600, dsp: 160, bram36: 95, uram: 0 },
  fullBits: 28085344,
};

export const part: PartData = {
  name: 'xc7z015',
  die,
  limits: { lut: 46200, ff: 92400, dsp: 160, bram36: 95, uram: 0 },
  packages: ['clg485'],
};
