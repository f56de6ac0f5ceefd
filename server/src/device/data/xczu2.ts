// Written by generate.mjs; do not edit by hand.
// Column order, frames a column and clock regions: the part's configuration address map as public Vivado bitstreams and open
// device databases show it. Totals: data sheet tables of DS190 (Zynq-7000) and DS891 (Zynq UltraScale+).
// Bitstream length: UG470/UG585 and UG570 tables.
import type { PartData } from '../data-types';
import { die } from './xczu3';

export const part: PartData = {
  name: 'xczu2',
  die,
  limits: { lut: 47232, ff: 94464, dsp: 240, bram36: 150, uram: 0 },
};
