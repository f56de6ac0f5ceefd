/** Quick fixes that take a search: fold, place anew, cut into stages. */
import { describe, it } from 'vitest';
import { checkWaysOut } from '../support/quick-fixes';

const part = 'device { part "xc7z010clg400-1" clock 100 MHz }';

const wide = `
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 16 parallel pe 16 simd 25
  relu
  conv b kernel 5x5 filters 16 parallel pe 16 simd 400
  maxpool p window 2x2
  flatten
  dense f units 10
}`;

describe('what does not fit', () => {
  // As it is folded here no part of the family holds `b`, so that neither `pblock auto` nor a cut leads anywhere.
  it('in a region is folded', () =>
    checkWaysOut(
      `${part}
${wide}
stage all in rp0 { a .. f }
region rp0 {
  pblock SLICE_X0Y0:SLICE_X21Y99 DSP48_X0Y0:DSP48_X0Y39 RAMB18_X0Y0:RAMB18_X1Y39 RAMB36_X0Y0:RAMB36_X1Y19
}`,
      'EX4002',
      ["Fold 'all' until it fits 'rp0'"],
    ));
  it('in a static design is folded', () =>
    checkWaysOut(`${part}\n${wide}`, 'EX4003', ['Fold the resident modules']));
  it('with exits is folded with them', () =>
    checkWaysOut(
      `${part.replace('xc7z010', 'xc7z020')}
${wide}
exit early after p { flatten dense e units 10 when softmax >= 0.9 rate 50% }
stage whole { a .. f }`,
      'EX4003',
      ['Fold the resident modules'],
    ));
});
