// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
import type { PartData } from '../data-types';
import { die } from './xc7z010';

export const part: PartData = {
  name: 'xc7z007s',
  die,
  limits: { lut: 14400, ff: 28800, dsp: 66, bram36: 50, uram: 0 },
};
