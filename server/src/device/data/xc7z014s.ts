// The silicon of xc7z020, licensed for less: DS190.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xc7z020';

export const part: PartData = {
  name: 'xc7z014s',
  die,
  limits: { lut: 40600, ff: 81200, dsp: 170, bram36: 107, uram: 0 },
  packages: ['clg400', 'clg484'],
};
