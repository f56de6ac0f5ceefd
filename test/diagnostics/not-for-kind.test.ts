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
});
