// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { PartData } from '../data-types';
import { die } from './xc7z015';

export const part: PartData = {
  name: 'xc7z012s',
  die,
  limits: { lut: 34400, ff: 68800, dsp: 120, bram36: 72, uram: 0 },
};
