// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { PartData } from '../data-types';
import { die } from './xczu19';

export const part: PartData = {
  name: 'xczu17',
  die,
  limits: { lut: 423403, ff: 846806, dsp: 1590, bram36: 796, uram: 102 },
};
