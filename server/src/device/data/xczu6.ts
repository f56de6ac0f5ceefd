// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { PartData } from '../data-types';
import { die } from './xczu9';

export const part: PartData = {
  name: 'xczu6',
  die,
  limits: { lut: 214604, ff: 429208, dsp: 1973, bram36: 714, uram: 0 },
};
