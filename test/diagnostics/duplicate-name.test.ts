import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a name declared twice', () => {
  it('is reported at the later: layers, exits, stages', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  conv c1 kernel 3x3 filters 4
//     ^^ EX2003 \`c1\` is already declared; give this layer another name.
  flatten
  dense f1 units 10
}
stage front in static { c1 }
stage back in static { f1 }
exit back after c1 {
//   ^^^^ EX2003 \`back\` is already declared; give this exit another name.
  flatten
  dense units 10
  when softmax >= 0.9
  rate 20%
}
`));

  it('is reported for a network, once', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  flatten
  dense units 10
}
network n {
//      ^ EX2003 \`n\` is already declared; give this network another name.
  input image 1x8x8
  flatten
  dense units 10
}
`));

  it('is no mistake in two branches, nor for a region and a stage', () =>
    checkDiagnostics(`${chain}
exit one after c1 {
  flatten
  dense head units 10
  when softmax >= 0.9
  rate 20%
}
exit two after p1 {
  flatten
  dense head units 10
  when softmax >= 0.9
  rate 20%
}
`));
});
