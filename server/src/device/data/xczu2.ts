// The silicon of xczu3, licensed for less: DS891.
// Packages and variants: DS891, entered without it at hand, so one that is missing is a doubt and never an error.
import type { PartData } from '../data-types';
import { die } from './xczu3';

export const part: PartData = {
  name: 'xczu2',
  die,
  limits: { lut: 47232, ff: 94464, dsp: 240, bram36: 150, uram: 0 },
  packages: ['sbva484', 'sfva625', 'sfvc784', 'ubva530'],
  variants: ['cg', 'eg'],
};
