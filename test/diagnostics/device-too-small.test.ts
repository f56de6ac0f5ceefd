import { describe, it } from 'vitest';
import { chain, legalRegion, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkWaysOut } from '../support/quick-fixes';

describe('resident modules', () => {
  it('do not fit the part; a larger part is offered', async () => {
    const design = `device {
  part "xc7z010clg400-1"
}
network n {
//      ^ EX4003 The resident modules do not fit: they need 139 DSP −0 … +13 %, the xc7z010 has 80 (DSP: \`n\` 139, shell 0). Fold the layers further (smaller \`parallel\`), place stages in a reconfigurable region, or take a larger part.
  input image 1x28x28
  conv c1 kernel 5x5 filters 16 parallel pe 8 simd 5
  conv c2 kernel 5x5 filters 16 parallel pe 8 simd 10
  flatten
  dense units 10
}
`;
    await checkDiagnostics(design);
    await checkWaysOut(design, 'EX4003', ['Fold the resident modules', "Change to 'xc7z014s'"]);
  });

  it('do not fit beside a region', () =>
    checkDiagnostics(`device {
  board pynq-z2
}
${chain}
exit early after p1 {
//   ^^^^^ EX4004 The resident modules do not fit: they need 1,011 DSP −0 … +51 %, the regions leave 180 (DSP: \`early\` 1,011, shell 0). They also lack 80,047 LUT and 340 RAMB18. Make a region smaller, or move a resident module into a region or onto the \`cpu\`.
  flatten
  dense b1 units 10000 parallel pe 500 simd 1
  dense b2 units 10
  when softmax >= 0.9
  rate 60%
}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
${legalRegion}
`));

  it('are not reported if they fit', () => checkDiagnostics(reconfigured));
});
