import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('arithmetic without figures', () => {
  it('is reported once per network', () =>
    checkDiagnostics(`network n {
  precision fp16
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
//     ^^ EX4006 LUT, FF and DSP of floating-point arithmetic are not modelled. So the figures of every stage with \`c1\` or \`f1\` are lower bounds; an integer type, such as \`int8\`, has figures.
  flatten
  dense f1 units 10
}
`));

  it('is reported for one layer', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  flatten
  dense f1 units 10 weights fp32
//      ^^ EX4006 LUT, FF and DSP of floating-point arithmetic are not modelled. So the figures of every stage with \`f1\` are lower bounds; an integer type, such as \`int8\`, has figures.
}
`));

  it('is not reported for integers', () =>
    checkDiagnostics(`network n {
  precision int4
  input image 1x8x8
  flatten
  dense f1 units 10 weights ternary
}
`));
});
