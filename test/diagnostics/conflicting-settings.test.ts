import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('two settings of one meaning', () => {
  it('leave one: window and kernel', async () => {
    const design = `network n {
  input image 1x8x8
  maxpool p window 2x2 kernel 3x3
//                     ^^^^^^^^^^ EX2011 \`window\` and \`kernel\` determine the same thing; \`window\` counts. Remove one.
  flatten
  dense units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2011', { "Remove 'kernel'": '  maxpool p window 2x2' });
  });

  it('leave one: part and board', async () => {
    const design = `device {
  part "xc7z020clg400-1"
  board pynq-z2
//^^^^^^^^^^^^^ EX2011 \`part\` and \`board\` determine the same thing; \`part\` counts. Remove one.
}
${chain}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2011', { "Remove 'board'": '' });
  });

  it('are fine one at a time', () =>
    checkDiagnostics(`device { part "xc7z020clg400-1" }
network n {
  input image 1x8x8
  maxpool p kernel 2x2
  flatten
  dense units 10
}
`));
});
