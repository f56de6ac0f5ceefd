// Columns, frames and holes are derived facts, in no data sheet. test/device holds them: their totals are DS190's, the computed length
// of a full bitstream is the published one, and public partial bitstreams of the family are met to the byte.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
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
  packages: ['ffg900', 'ffg1156', 'ffv900', 'ffv1156'],
};
