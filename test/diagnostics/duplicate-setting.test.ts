import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a setting written twice', () => {
  it('can be removed', async () => {
    const design = `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 filters 5 stride 2
//                             ^^^^^^^^^ EX2005 \`filters\` is set twice; the first one counts. Remove one of the two.
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2005', {
      "Remove this 'filters'": '  conv c1 kernel 3x3 filters 4 stride 2',
    });
  });

  it('is fine once', () => checkDiagnostics(chain));
});
