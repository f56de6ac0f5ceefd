import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('parallelism that does not divide', () => {
  it('names the nearest values that do', async () => {
    const design = `network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16 parallel pe 5 simd 3
//                                       ^^^^ EX4001 \`pe 5\` does not divide the 16 filters; nearest legal: 4 and 8.
//                                            ^^^^^^ EX4001 \`simd 3\` does not divide the 25 products of an output value (C·K/G) in whole kernel positions; nearest legal: 1 and 5.
  flatten
  dense f1 units 10 parallel pe 3 simd 7
//                           ^^^^ EX4001 \`pe 3\` does not divide the 10 units; nearest legal: 2 and 5.
//                                ^^^^^^ EX4001 \`simd 7\` does not divide the 9,216 inputs; nearest legal: 6 and 8.
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX4001', {
      "Change to 'pe 4'": '  conv c1 kernel 5x5 filters 16 parallel pe 4 simd 3',
      "Change to 'pe 8'": '  conv c1 kernel 5x5 filters 16 parallel pe 8 simd 3',
    });
  });

  it('of a pool has a PE and no SIMD', async () => {
    const design = `network n {
  input image 4x8x8
  maxpool p1 window 2x2 parallel pe 3
//                               ^^^^ EX4001 \`pe 3\` does not divide the 4 channels; nearest legal: 2 and 4.
  maxpool p2 window 2x2 parallel pe 2 simd 2
//                                    ^^^^^^ EX4001 \`simd\` has no effect on a \`maxpool\` layer.
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX4001', {
      "Change to 'pe 2'": '  maxpool p1 window 2x2 parallel pe 2',
      "Change to 'pe 4'": '  maxpool p1 window 2x2 parallel pe 4',
    });
  });

  it('is fine where it divides', () =>
    checkDiagnostics(`network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16 parallel pe 4 simd 5
  maxpool p1 window 2x2 parallel pe 8
  flatten
  dense f1 units 10 parallel pe 10 simd 16
}
`));
});
