// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
import type { PartData } from '../data-types';
import { die } from './xc7z010';

export const part: PartData = {
  name: 'xc7z007s',
  die,
  limits: { lut: 14400, ff: 28800, dsp: 66, bram36: 50, uram: 0 },
};
