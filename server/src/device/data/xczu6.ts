// The silicon of xczu9, licensed for less: DS891.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xczu9';

export const part: PartData = {
  name: 'xczu6',
  die,
  limits: { lut: 214604, ff: 429208, dsp: 1973, bram36: 714, uram: 0 },
  packages: ['ffvc900', 'ffvb1156'],
  variants: ['cg', 'eg'],
};
