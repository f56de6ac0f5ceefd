import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a setting that its layer does not have', () => {
  it('can be removed', async () => {
    const design = `network n {
  input image 1x8x8
  flatten kernel 3x3
//        ^^^^^^^^^^ EX2010 A \`flatten\` layer has no \`kernel\`; it takes no settings.
  dense units 10 filters 3
//               ^^^^^^^^^ EX2010 A \`dense\` layer has no \`filters\`; it takes \`units\`, \`bias\`, \`weights\`, \`activations\`, \`parallel\`, \`weights-in\`, \`sparsity\`, \`codebook\` and 1 more.
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2010', { "Remove 'kernel'": '  flatten' });
  });

  it('is a shape, too, where the kind has none', async () => {
    const design = `network n {
  input image 1x8x8
  conv c1 3x3 kernel 3x3 filters 4
//        ^^^ EX2010 A \`conv\` layer has no \`3x3\`; it takes \`kernel\`, \`filters\`, \`stride\`, \`pad\`, \`dilation\`, \`groups\`, \`window\`, \`bias\` and 8 more.
  operator o1 4x6x6 onnx "Elu"
//         ^^ EX8002
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2010', { "Remove '3x3'": '  conv c1 kernel 3x3 filters 4' });
  });
});
