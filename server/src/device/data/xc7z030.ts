// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS190's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
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
  packages: ['sbg485', 'fbg484', 'fbg676', 'ffg676', 'sbv485', 'fbv484', 'fbv676', 'ffv676'],
};
