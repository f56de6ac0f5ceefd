// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS190's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
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
  packages: ['fbg676', 'ffg676', 'ffg900', 'fbv676', 'ffv676', 'ffv900'],
};
