import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

const design = (conv: string, relu: string): string => `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4${conv}
  relu${relu}
  flatten
  dense f1 units 10
}
`;

describe('a type on a relu that the layer before it does', () => {
  it('has no effect, and moves to that layer', async () => {
    const text = `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  batchnorm
  relu activations int4
//     ^^^^^^^^^^^^^^^^ EX4008 \`activations int4\` has no effect: \`c1\` computes this \`relu\`, and its outputs are int8. Write the type there.
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(text);
    await checkFixes(text, 'EX4008', {
      "Move 'activations int4' to 'c1'": '  conv c1 kernel 3x3 filters 4 activations int4\n  relu',
    });
  });

  it('takes the place of the one that is there', () =>
    checkFixes(design(' activations int6', ' activations int4'), 'EX4008', {
      "Move 'activations int4' to 'c1'": '  conv c1 kernel 3x3 filters 4 activations int4\n  relu',
    }));

  it('is fine where it says the same', () =>
    checkDiagnostics(design(' activations int4', ' activations int4')));

  it('is fine where the relu is a layer of its own', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  upsample u1 scale 2
  relu activations int4
  flatten
  dense f1 units 10
}
`));
});
