import { describe, it } from 'vitest';
import { chain, legalRegion, pynq, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('an exit in the region of stages', () => {
  it('hides behind nothing', async () => {
    const design = `${pynq}
${chain}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
  on rp0
//   ^^^ EX7010 Exit \`early\` shares region \`rp0\` with \`front\` and \`back\`, so it is loaded (6.71 ms) before it can decide, with no load left to hide it: place it in \`static\` or in a region of its own.
}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
${legalRegion}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX7010', { "Change to 'static'": '  on static' });
  });

  it('and one alone in a region needs none', async () => {
    const design = `${pynq}
${chain}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
  on rp0
//   ^^^ EX7015 Region \`rp0\` holds only the check of \`early\`, so nothing is ever loaded into it: \`on static\` does the same without a region.
}
stage front in static { c1 .. p1 }
stage back in static { c2 .. f1 }
${legalRegion}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX7015', { "Change to 'static'": '  on static' });
  });

  it('is fine in the static part', () => checkDiagnostics(reconfigured));
});
