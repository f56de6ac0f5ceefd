// The silicon of xczu19, licensed for less: DS891.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xczu19';

export const part: PartData = {
  name: 'xczu17',
  die,
  limits: { lut: 423403, ff: 846806, dsp: 1590, bram36: 796, uram: 102 },
  packages: ['ffvb1517', 'ffvc1760', 'ffvd1760', 'ffve1924'],
  variants: ['eg'],
};
