import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('weights that are fetched once an input', () => {
  it('stream from memory, with every folding that stays within a kernel position', () =>
    checkDiagnostics(`network n {
  input image 64x8x8
  conv c1 kernel 3x3 filters 128 pad 1 weights-in ddr order weights parallel pe 4 simd 64
  conv c2 kernel 3x3 filters 128 groups 2 weights-in ddr order weights parallel pe 64 simd 8
  conv c3 kernel 1x1 filters 128 groups 64 weights-in ddr order positions parallel pe 4 simd 2
  conv c4 kernel 3x3 filters 128 parallel auto weights-in ddr order weights
  flatten
  dense f1 units 10
}
`));

  it('are refused where the order cannot stand, with what to write', async () => {
    const design = `network n {
  input image 16x8x8
  conv c1 kernel 3x3 filters 16 pad 1 order weights
//                                    ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: only weights that stream from memory are fetched at all; add \`weights-in ddr\`, or leave \`order weights\` out.
  conv c2 kernel 3x3 filters 64 parallel simd 48 weights-in ddr order weights
//                                                              ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: simd 48 takes several kernel positions at once, and the input map is read one at a time; write a \`simd\` of at most 16, or leave \`order weights\` out.
  conv c3 kernel 3x3 filters 128 pad 1 groups 2 parallel pe 128 simd 2 weights-in ddr order weights
//                                                                                    ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: pe 128 computes 2 groups at once, whose words of the input map are whole only with simd 32; write \`simd 32\`, or a \`pe\` of at most 64.
  conv c4 kernel 2x2 filters 128 pad 1 window parallel weights-in ddr order weights
//                                                                    ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: the input map is read one kernel position at a time; leave \`window parallel\` or \`order weights\` out.
//                                     ^^^^^^^^^^^^^^^ EX4009
  conv c5 kernel 1x1 filters 128 rank 2 weights-in ddr order weights
//                                                     ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: \`rank\` makes two units of the layer; leave \`rank\` or \`order weights\` out.
  conv c7 kernel 3x3 filters 8 pad 1 parallel simd 9 weights-in ddr order weights
//                                                                  ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: simd 9 does not divide the 128 channels of a kernel position, and words of the input map hold no part of another; write a \`simd\` that divides 128, or leave \`order weights\` out.
  conv c6 kernel 1x1 filters 128 stride 9 weights-in ddr order weights
//                                                       ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: the layer has one output position, so each weight is fetched once already; leave \`order weights\` out.
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX4010', {
      "Remove 'order weights'": '  conv c1 kernel 3x3 filters 16 pad 1',
    });
  });

  it.each([
    [
      'kernel 3x3 filters 128 pad 1 parallel pe 4 simd 384',
      128,
      'kernel 3x3 filters 128 pad 1 parallel pe 4 simd 128',
    ],
    [
      'kernel 3x3 filters 128 pad 1 parallel pe 4 simd 9',
      128,
      'kernel 3x3 filters 128 pad 1 parallel pe 4 simd 128',
    ],
    [
      'kernel 3x3 filters 256 pad 1 groups 16 parallel pe 32 simd 4',
      8,
      'kernel 3x3 filters 256 pad 1 groups 16 parallel pe 32 simd 8',
    ],
  ])('take the largest `simd` within a kernel position: %s', async (was, simd, is) => {
    const more = 'weights-in ddr order weights';
    const design = `network n {\n  input image 128x4x4\n  conv c1 ${was} ${more}\n  flatten\n  dense f1 units 10\n}\n`;
    await checkFixes(design, 'EX4010', {
      [`Write 'simd ${simd}'`]: `  conv c1 ${is} ${more}`,
      "Remove 'order weights'": `  conv c1 ${was} weights-in ddr`,
    });
  });

  it('are a setting of convolutions, and of nothing else', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  maxpool p1 window 2x2 order weights
//                      ^^^^^^^^^^^^^ EX2010
  flatten
  dense f1 units 10 weights-in ddr order weights
//                                 ^^^^^^^^^^^^^ EX2010
}
`));

  it('gain nothing where the maps take no less than the weights, or do not fit', async () => {
    const design = `network n {
  input image 8x64x64
  conv c1 kernel 1x1 filters 8 weights-in ddr order weights
//                                            ^^^^^^^^^^^^^ EX4010 \`order weights\` gains nothing: the layer takes
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX4010', {
      'Keep the weights on chip': '  conv c1 kernel 1x1 filters 8',
      "Remove 'order weights'": '  conv c1 kernel 1x1 filters 8 weights-in ddr',
    });
    await checkDiagnostics(`device { board pynq-z2 }
network n {
//      ^ EX4003
  input image 64x160x160
  conv c1 kernel 3x3 filters 64 pad 1 weights-in ddr order weights
//                                                   ^^^^^^^^^^^^^ EX4010 Weights cannot be fetched once an input: the maps that then stay on chip take
  globalpool g1
  flatten
  dense f1 units 10
}
`);
  });
});
