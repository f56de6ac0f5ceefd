import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('layers that no stage holds', () => {
  it('are reported with the stages beside them', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu r1
//     ^^ EX2026 \`r1\` and \`c2\` are in no stage: add them to \`front\` or \`back\`, or write a stage for them.
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
stage front in static { c1 }
stage back in static { f1 }
`));

  it('are none where each has one', () =>
    checkDiagnostics(`${chain}
stage front in static { c1 .. p1 }
stage back in static { c2 .. f1 }
`));
});
