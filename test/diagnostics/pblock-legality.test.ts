import { describe, it } from 'vitest';
import { legalRegion, pynq } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a pblock that breaks a rule of UG909', () => {
  it('holds nothing', async () => {
    const design = `${pynq}
region r1 { pblock SLICE_X0Y50:SLICE_X0Y99 }
//                 ^^^^^^^^^^^^^^^^^^^^^^^ EX5010 The pblock of r1 contains nothing reconfigurable: it covers only columns without sites (processing system, configuration, transceivers). A reconfigurable Pblock must contain reconfigurable resources. Nearest legal: SLICE_X28Y50:SLICE_X31Y99.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5010', {
      'Change to the nearest legal pblock: SLICE_X28Y50:SLICE_X31Y99':
        'region r1 { pblock SLICE_X28Y50:SLICE_X31Y99 }',
    });
  });

  it('splits a pair of columns; comments between its ranges stay', async () => {
    const design = `${pynq}
region r1 {
  pblock SLICE_X82Y50:SLICE_X112Y99  // the right half
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^ EX5011 The pblock of r1 splits a pair of columns that share interconnect: only half of SLICE_X112/X113 is inside; \`snapping on\` leaves that column out. The left and right edges of the Pblock must not split back-to-back interconnect. Nearest legal: SLICE_X82Y50:SLICE_X113Y99 DSP48_X3Y20:DSP48_X4Y39 RAMB18_X4Y20:RAMB18_X5Y39 RAMB36_X4Y10:RAMB36_X5Y19.
         DSP48_X3Y20:DSP48_X4Y39
         RAMB18_X4Y20:RAMB18_X5Y39
         RAMB36_X4Y10:RAMB36_X5Y19
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5011', {
      'Change to the nearest legal pblock: SLICE_X82Y50:SLICE_X113Y99':
        '  pblock SLICE_X82Y50:SLICE_X113Y99  // the right half',
    });
  });

  it('ends inside a clock region', async () => {
    const design = `${pynq}
region r1 {
  pblock SLICE_X36Y50:SLICE_X39Y89
//       ^^^^^^^^^^^^^^^^^^^^^^^^^ EX5012 The pblock of r1 ends inside a clock region: its top at row 89, and a clock region is 50 rows high; its frames still cover rows 50 to 99; with \`reset off\` any height is legal. With RESET_AFTER_RECONFIG the height of the Pblock must align to clock region boundaries. Nearest legal: SLICE_X36Y50:SLICE_X39Y99.
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5012', {
      'Change to the nearest legal pblock: SLICE_X36Y50:SLICE_X39Y99': '  pblock SLICE_X36Y50:SLICE_X39Y99',
    });
  });

  it('leaves kinds of sites out', async () => {
    const design = `${pynq}
region r1 {
  pblock SLICE_X82Y50:SLICE_X113Y99
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^ EX5013 The pblock of r1 has RAMB18, RAMB36 sites inside that no range names; their frames count, but they cannot be used; name them, or write \`snapping on\`. All reconfigurable element types inside the Pblock must be ranged. Nearest legal: SLICE_X82Y50:SLICE_X113Y99 DSP48_X3Y20:DSP48_X4Y39 RAMB18_X4Y20:RAMB18_X5Y39 RAMB36_X4Y10:RAMB36_X5Y19.
         DSP48_X3Y20:DSP48_X4Y39
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5013', {
      'Change to the nearest legal pblock: SLICE_X82Y50:SLICE_X113Y99':
        '         RAMB18_X4Y20:RAMB18_X5Y39\n         RAMB36_X4Y10:RAMB36_X5Y19',
    });
  });

  it('overlaps another', async () => {
    const design = `${pynq}
region r1 { pblock SLICE_X36Y50:SLICE_X39Y99 }
region r2 { pblock SLICE_X36Y50:SLICE_X43Y99 }
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^ EX5016 The pblocks of r2 and r1 overlap in 2 columns of clock-region row 1. Pblocks of reconfigurable partitions must not overlap. Nearest legal: SLICE_X40Y50:SLICE_X43Y99.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5016', {
      'Change to the nearest legal pblock: SLICE_X40Y50:SLICE_X43Y99':
        'region r2 { pblock SLICE_X40Y50:SLICE_X43Y99 }',
    });
  });

  it('shares frames with another in one clock region', async () => {
    const design = `${pynq}
region r1 {
  pblock SLICE_X36Y50:SLICE_X39Y69
  reset off
}
region r2 {
  pblock SLICE_X36Y70:SLICE_X39Y99
//       ^^^^^^^^^^^^^^^^^^^^^^^^^ EX5017 The pblocks of r2 and r1 share the frames of 2 columns of clock-region row 1. A configuration frame, one clock region high, must belong to one reconfigurable partition. Nearest legal: SLICE_X34Y50:SLICE_X35Y99 DSP48_X2Y20:DSP48_X2Y39.
  reset off
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5017', {
      'Change to the nearest legal pblock: SLICE_X34Y50:SLICE_X35Y99':
        '  pblock SLICE_X34Y50:SLICE_X35Y99\n         DSP48_X2Y20:DSP48_X2Y39',
    });
  });

  it('is snapped on UltraScale+, which is only a note', () =>
    checkDiagnostics(`device { part "xczu9eg-ffvb1156-2-e" }
region r1 { pblock SLICE_X41Y0:SLICE_X43Y59 }
//                 ^^^^^^^^^^^^^^^^^^^^^^^^ EX5015 The edges of the pblock of r1 split programmable units at SLICE_X43; snapped, it holds 960 of 1440 LUTs. Pblock edges are snapped to programmable units (a site pair with its interconnect; BRAM and DSP with 5 CLBs, URAM with 30).
`));

  it('is legal', () =>
    checkDiagnostics(`${pynq}
${legalRegion}
`));
});
