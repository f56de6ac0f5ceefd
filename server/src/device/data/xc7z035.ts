// The silicon of xc7z045, licensed for less: DS190.
// Packages: DS190, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xc7z045';

export const part: PartData = {
  name: 'xc7z035',
  die,
  limits: { lut: 171900, ff: 343800, dsp: 900, bram36: 500, uram: 0 },
  packages: ['fbg676', 'ffg676', 'ffg900', 'fbv676', 'ffv676', 'ffv900'],
};
