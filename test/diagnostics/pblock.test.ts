import { describe, it } from 'vitest';
import { chain, pynq } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a pblock that cannot be read', () => {
  it('says why, and what was meant', async () => {
    const design = `${pynq}
region r1 { pblock SLICE_X10Y99:SLICE_X0Y50 }
//                 ^^^^^^^^^^^^^^^^^^^^^^^^ EX5001 \`SLICE_X10Y99:SLICE_X0Y50\` is reversed: Vivado expects the lower left corner first: SLICE_X0Y50:SLICE_X10Y99.
region r2 { pblock SLICE_X0Y0:SLICE_X999Y49 }
//                 ^^^^^^^^^^^^^^^^^^^^^^^^ EX5001 \`SLICE_X0Y0:SLICE_X999Y49\` reaches outside the die: xc7z020 has SLICE_X0Y0 to SLICE_X113Y149.
region r3 { pblock URAM288_X0Y0:URAM288_X0Y9 }
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^ EX5001 xc7z020 has no URAM288 sites.
region r4 { pblock LUT_X0Y0:LUT_X0Y9 }
//                 ^^^^^^^^^^^^^^^^^ EX5001 A reconfigurable pblock on xc7z020 may name SLICE, DSP48, RAMB18, RAMB36, CLOCKREGION, not LUT.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5001', {
      "Change to 'SLICE_X0Y50:SLICE_X10Y99'": 'region r1 { pblock SLICE_X0Y50:SLICE_X10Y99 }',
    });
  });

  it('names the sites of another primitive', async () => {
    const design = `${pynq}
region r { pblock DSP48E1_X3Y20:DSP48E1_X4Y39 }
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ EX5001 xc7z020 has no DSP48E1 sites; its DSP sites are called DSP48.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5001', {
      "Change to 'DSP48_X3Y20:DSP48_X4Y39'": 'region r { pblock DSP48_X3Y20:DSP48_X4Y39 }',
    });
  });

  it('is legal where only the model does not know it', () =>
    checkDiagnostics(`device { board zcu102 }
region r { pblock CLOCKREGION_X2Y5:CLOCKREGION_X2Y5 }
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ EX5004 The columns of the clock regions of xczu9 are not modelled, so resources, bytes and load time of this pblock are not known; name its SLICE, DSP48E2, RAMB18, RAMB36 and URAM288 ranges, as Vivado lists them in the pblock's properties.
`));

  it('is asked for where there is none', async () => {
    const design = `${pynq}
region r1 { }
//     ^^ EX5002 Region \`r1\` has no pblock, so its resources, bytes and load time are not known: \`pblock auto\` finds the smallest.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX5002', { "Add 'pblock auto'": 'region r1 { pblock auto }' });
  });

  it('is not asked for in a region that nothing uses', () =>
    checkDiagnostics(`${pynq}
${chain}
region rp0 { }
//     ^^^ EX2029 No stage, exit or switch is placed in region \`rp0\`: it takes area for nothing. Place a stage \`in rp0\`, or remove it.
`));

  it('cannot be placed where the part is too small', () =>
    checkDiagnostics(`device { part "xc7z010clg400-1" }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16 parallel pe 8 simd 5
  conv c2 kernel 5x5 filters 16 parallel pe 8 simd 10
  flatten
  dense units 10
}
stage all in rp0 { c1 .. c2 }
region rp0 { pblock auto }
//           ^^^^^^^^^^^ EX5003 There is no place on the xc7z010: region rp0 needs 197 DSP, at most 80 can be had. The xc7z020 is the smallest part that holds it.
`));

  it('has nothing to be sized by', () =>
    checkDiagnostics(`${pynq}
region rp0 { pblock auto }
//           ^^^^^^^^^^^ EX5003 There is nothing to size region rp0 by: no module is placed in it.
`));
});
