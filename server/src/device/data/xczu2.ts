// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { PartData } from '../data-types';
import { die } from './xczu3';

export const part: PartData = {
  name: 'xczu2',
  die,
  limits: { lut: 47232, ff: 94464, dsp: 240, bram36: 150, uram: 0 },
};
