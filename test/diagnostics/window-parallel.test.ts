import { describe, expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a window that hands over all taps', () => {
  it('is worth it with a `simd` of several taps', () =>
    checkDiagnostics(`network n {
  input image 1x32x32
  conv c1 kernel 5x5 filters 5 pad 2 parallel simd 25 window parallel
  depthwise d1 kernel 3x3 window parallel parallel pe 5 simd 9
  conv c2 kernel 3x3 filters 10 groups 5 window parallel parallel pe 10 simd 3
  conv c3 kernel 3x3 filters 8 parallel auto window parallel
  flatten
  dense f1 units 10
}
`));

  it('gains nothing where the matrix takes as long as the window, and says from which `simd` on it does', async () => {
    const design = `network n {
  input image 4x28x28
  conv c1 kernel 3x3 filters 4 parallel simd 4 window parallel
//                                             ^^^^^^^^^^^^^^^ EX4009 \`window parallel\` gains nothing: the matrix-vector unit takes 24,336 cycles and the window 6,143 without it; it pays from \`simd 36\` on.
  conv c2 kernel 3x3 filters 64 window parallel
//                              ^^^^^^^^^^^^^^^ EX4009 \`window parallel\` gains nothing: the matrix-vector unit takes 1,327,104 cycles and the window 20,956 without it.
  conv c4 kernel 1x2 filters 8 groups 4 stride 2 parallel simd 32 window parallel
  conv c3 kernel 1x1 filters 4 window parallel
//                             ^^^^^^^^^^^^^^^ EX4009 \`window parallel\` has no effect on a 1x1 kernel, which has no window.
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX4009', {
      "Write 'simd 36'": '  conv c1 kernel 3x3 filters 4 parallel simd 36 window parallel',
      "Remove 'window parallel'": '  conv c1 kernel 3x3 filters 4 parallel simd 4',
    });
  });

  it('can be the variant of a stage: its convolutions take it, its pools keep their size', async () => {
    const { analysis } = await load(`device { board pynq-z2 }
network n {
  input image 1x32x32
  conv c kernel 5x5 filters 5 pad 2 parallel simd 25
  maxpool p window 2x2
  flatten
  dense f units 10
}
stage a in static { c .. p } window parallel
stage b in static { f }
`);
    expect(diagnose(analysis).filter(({ code }) => code === 'EX4007' || code < 'EX4')).toEqual([]);
    const [a] = analysis.modules;
    const costs = a?.layers.map((index) => a.list.layers[index]?.cost?.cycles);
    expect(costs?.filter((cycles) => cycles !== 0)).toEqual([5120, 32 * 32 * 5]);
  });

  it('is not what a pool, a dense layer or a size takes', async () => {
    const design = `network n {
  input image 4x28x28
  conv c1 window 3x3 kernel 3x3 filters 4
//        ^^^^^^^^^^ EX2010 A \`conv\` layer takes \`window\` only as in \`window parallel\`, not \`window 3x3\`; its size is the \`kernel\`.
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2010', {
      "Remove 'window 3x3'": '  conv c1 kernel 3x3 filters 4',
    });
    const pool = `network n {
  input image 4x28x28
  maxpool p1 kernel 2x2 window parallel
//                      ^^^^^^^^^^^^^^^ EX2010 A \`maxpool\` layer takes \`window\` only as in \`window 2x2\`, not \`window parallel\`.
  globalpool g1 window parallel
//              ^^^^^^^^^^^^^^^ EX2010 A \`globalpool\` layer has no \`window\`; it takes \`activations\` and \`parallel\`.
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(pool);
    await checkFixes(pool, 'EX2010', {
      "Remove 'window parallel'": '  maxpool p1 kernel 2x2',
    });
  });
});
