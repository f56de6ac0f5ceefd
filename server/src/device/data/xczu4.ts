// The silicon of xczu5, licensed for less: DS891.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xczu5';

export const part: PartData = {
  name: 'xczu4',
  die,
  limits: { lut: 87840, ff: 175680, dsp: 728, bram36: 128, uram: 48 },
  packages: ['sfvc784', 'fbvb900'],
  variants: ['cg', 'eg', 'ev'],
};
