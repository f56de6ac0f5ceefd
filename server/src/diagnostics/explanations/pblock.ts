/** Explanations of UG909's rules, by name, and of pblocks that cannot be checked against them. */
import type { RuleId } from '../../floorplan/index';
import type { Explanation } from '../rule';

export const pblockSyntaxExplanation: Explanation = {
  title: 'Unreadable pblock range',
  means:
    "A range is not in Vivado's notation (`SLICE_X0Y0:SLICE_X7Y49`), lies outside of the die, or names a kind of site that the part does not have.",
  example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X0Y50:SLICE_X500Y99 }`,
  way: 'Correct the range; the quick fix writes the nearest one that exists. Several ranges may follow each other.',
};

export const pblockMissingExplanation: Explanation = {
  title: 'Region without a pblock',
  means: 'Resources, bytes and load time of a region follow from its pblock.',
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
stage all in rp0 { f1 }
region rp0 { }`,
  way: 'Write `pblock auto`, or the ranges of your floorplan.',
};

export const pblockNotPlacedExplanation: Explanation = {
  title: 'No place for a region',
  means:
    '`pblock auto` found no legal rectangle that holds what the region needs, beside the other regions and with enough left for the static part. The message says which resource is short, and by how much.',
  example: `device { part "xc7z010clg400-1" }
network n {
  input image 1x28x28
  flatten
  dense f1 units 100 parallel pe 100
  dense f2 units 10
}
stage all in rp0 { f1 .. f2 }
region rp0 { pblock auto }`,
  way: 'Fold the modules, cut a stage in two, or take a larger part. The quick fixes were tried.',
};

export const pblockNotModelledExplanation: Explanation = {
  title: 'Pblock range not modelled',
  means:
    'The range is legal in Vivado, and something of it is not known here. The columns of UltraScale+ clock regions are not, so that a pblock with `CLOCKREGION_XnYm` has no figures. Sites beside the fabric (IO, transceivers, PCIe) are counted by the frames of their columns; of a kind that is in none of these blocks nothing is counted.',
  example: `device { board zcu102 }
region rp0 { pblock CLOCKREGION_X2Y5:CLOCKREGION_X2Y5 }`,
  way: 'For figures, name the SLICE, DSP48E2, RAMB18, RAMB36 and URAM288 ranges, as Vivado lists them in the properties of the pblock. The constraints are exported as they are written.',
};

export const legalityExplanations: Readonly<Record<RuleId, Explanation>> = {
  'nothing-inside': {
    title: 'Pblock that holds nothing',
    means:
      'Nothing inside the pblock can be reconfigured: it lies over the processing system, the configuration block or transceivers, or is narrower than one unit.',
    example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X0Y50:SLICE_X0Y50 }`,
    way: 'Move or widen it; the quick fix writes the nearest legal pblock.',
  },
  'column-pair': {
    title: 'Pblock splits a pair of columns',
    means:
      'On the 7 series two neighbouring columns share their interconnect, back to back. The left and right edges of a pblock must not lie between them (UG909). With `snapping on` Vivado leaves the half pair out.',
    example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X36Y50:SLICE_X41Y99 }`,
    way: 'Move the edge by one column; the quick fix writes the nearest legal pblock.',
  },
  'clock-region-edge': {
    title: 'Pblock ends inside a clock region',
    means:
      'With RESET_AFTER_RECONFIG (`reset on`, the default) the top and bottom of a 7-series pblock align with clock regions. Frames are a whole clock region high in any case, so a lower pblock saves no bytes.',
    example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X36Y55:SLICE_X39Y90 }`,
    way: 'Use whole clock regions: rows 0 to 49, 50 to 99, ….',
  },
  'unranged-kind': {
    title: 'Kind inside a pblock without a range',
    means:
      'The rectangle covers DSP or block RAM columns that no range names. Their frames are in the partial bitstream, and the module cannot use them (UG909).',
    example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X82Y50:SLICE_X113Y99 }`,
    way: 'Add ranges for DSP48, RAMB18 and RAMB36; the quick fix does.',
  },
  'fixed-columns': {
    title: 'Pblock over fixed columns',
    means:
      'A pblock may lie over the processing system, configuration, clock or IO columns, but has nothing there, and its ranges may not begin or end there.',
    example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X0Y100:SLICE_X31Y149 DSP48_X0Y40:DSP48_X2Y59 RAMB18_X0Y40:RAMB18_X2Y59 RAMB36_X0Y20:RAMB36_X2Y29 }`,
    way: 'Move the pblock, or use several ranges around the fixed columns. As information it needs no change.',
  },
  'programmable-unit': {
    title: 'Pblock splits a programmable unit',
    means:
      'On UltraScale+ a region consists of programmable units (two CLB columns with their interconnect; a block RAM or DSP tile with 5 CLBs, URAM with 30). Edges are always snapped inwards, so the region holds less than is drawn.',
    example: `device { part "xczu9eg-ffvb1156-2-e" }
region rp0 { pblock SLICE_X41Y0:SLICE_X43Y59 }`,
    way: 'Nothing must be changed; draw the pblock on whole units to see what it really holds.',
  },
  overlap: {
    title: 'Regions overlap',
    means: 'Two regions claim the same sites.',
    example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X36Y50:SLICE_X43Y99 }
region rp1 { pblock SLICE_X40Y50:SLICE_X47Y99 }`,
    way: 'Move one of them, or write `pblock auto` in both: they are placed together.',
  },
  'shared-frame': {
    title: 'Regions share frames',
    means:
      'A configuration frame is a whole clock region high. Two regions in the same columns of one clock region would overwrite each other.',
    example: `device { board pynq-z2 }
region rp0 { pblock SLICE_X36Y50:SLICE_X39Y74 reset off }
region rp1 { pblock SLICE_X36Y75:SLICE_X39Y99 reset off }`,
    way: 'Place them in different columns or in different clock regions.',
  },
  stacked: {
    title: 'Regions stacked in a clock region',
    means: 'On UltraScale+ two regions may not lie above each other in one clock region.',
    example: `device { part "xczu9eg-ffvb1156-2-e" }
region rp0 { pblock SLICE_X37Y0:SLICE_X40Y29 }
region rp1 { pblock SLICE_X37Y30:SLICE_X40Y59 }`,
    way: 'Place them beside each other, or in different clock regions.',
  },
};
