import { describe, it } from 'vitest';
import { chain, pynq, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a region', () => {
  it('does not hold a module: which resource, by how much', () =>
    checkDiagnostics(`${pynq}
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16 parallel pe 4 simd 5
  flatten
  dense f1 units 10
}
stage all in rp0 { c1 .. f1 }
//           ^^^ EX4002 \`all\` does not fit: it needs 73 RAMB18, region \`rp0\` has 0. It also lacks 27 DSP, 2,317 LUT and 1,228 FF. Enlarge the pblock, fold the layers further (smaller \`parallel\`), or cut the stage in two.
region rp0 { pblock SLICE_X36Y50:SLICE_X39Y99 }
`));

  it('leaves what it reserves', () =>
    checkDiagnostics(`${pynq}
${chain}
stage all in rp0 { c1 .. f1 }
//           ^^^ EX4002 \`all\` may not fit: it needs 2,242 LUT −22 … +99 %, region \`rp0\` has 6,400, of which 2,304 may be used. Enlarge the pblock, fold the layers further (smaller \`parallel\`), or cut the stage in two.
region rp0 {
  pblock SLICE_X82Y50:SLICE_X113Y99
         DSP48_X3Y20:DSP48_X4Y39
         RAMB18_X4Y20:RAMB18_X5Y39
         RAMB36_X4Y10:RAMB36_X5Y19
  reserve lut 64%
}
`));

  it('holds its modules', () => checkDiagnostics(reconfigured));
});
