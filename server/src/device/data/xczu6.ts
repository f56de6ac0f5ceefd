// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
import type { PartData } from '../data-types';
import { die } from './xczu9';

export const part: PartData = {
  name: 'xczu6',
  die,
  limits: { lut: 214604, ff: 429208, dsp: 1973, bram36: 714, uram: 0 },
};
