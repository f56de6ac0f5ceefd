// The silicon of xc7z010, licensed for less: DS190.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xc7z010';

export const part: PartData = {
  name: 'xc7z007s',
  die,
  limits: { lut: 14400, ff: 28800, dsp: 66, bram36: 50, uram: 0 },
  packages: ['clg225', 'clg400'],
};
