// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
import type { PartData } from '../data-types';
import { die } from './xc7z015';

export const part: PartData = {
  name: 'xc7z012s',
  die,
  limits: { lut: 34400, ff: 68800, dsp: 120, bram36: 72, uram: 0 },
};
