import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a name that is not declared', () => {
  it('is reported with suggestions', async () => {
    const design = `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  add a1 from c1, c2
//                ^^ EX2001 No layer is called \`c2\` here: did you mean \`c1\`?
  flatten
  dense f1 units 10
}
exit early after c_1 {
//               ^^^ EX2001 No layer is called \`c_1\` here: did you mean \`c1\`?
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
  on rp1
//   ^^^ EX2001 No region is called \`rp1\` here: did you mean \`rp0\`?
}
stage all in rp { c1 .. f1 }
//           ^^ EX2001 No region is called \`rp\` here: did you mean \`rp0\`?
region rp0 { pblock auto }
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2001', { "Change to 'c1'": '  add a1 from c1, c1' });
  });

  it('leaves the layers of its stage alone', async () => {
    const design = `${chain}
stage front in static { c1 .. p1 }
stage back in static { conv2 .. f1 }
//                     ^^^^^ EX2001 No layer is called \`conv2\` here: there are \`image\`, \`c1\`, \`p1\`, \`c2\` and \`f1\`.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2001', {});
  });
});
