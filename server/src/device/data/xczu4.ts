// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { PartData } from '../data-types';
import { die } from './xczu5';

export const part: PartData = {
  name: 'xczu4',
  die,
  limits: { lut: 87840, ff: 175680, dsp: 728, bram36: 128, uram: 48 },
};
