// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { PartData } from '../data-types';
import { die } from './xc7z045';

export const part: PartData = {
  name: 'xc7z035',
  die,
  limits: { lut: 171900, ff: 343800, dsp: 900, bram36: 500, uram: 0 },
};
