// The silicon of xc7z015, licensed for less: DS190.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xc7z015';

export const part: PartData = {
  name: 'xc7z012s',
  die,
  limits: { lut: 34400, ff: 68800, dsp: 120, bram36: 72, uram: 0 },
  packages: ['clg485'],
};
