import { describe, it } from 'vitest';
import { chain, exitAfterPool } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a layer name that two networks have', () => {
  it('has to be made one', () =>
    checkDiagnostics(`network a {
  input image 1x8x8
  flatten mid
  dense f units 10
}
network b {
  input image 1x8x8
  flatten mid
  dense g units 10
}
switch gate before a, b {
  flatten
  dense units 2
  case small rate 50% -> a
  case large rate 50% -> b
}
exit e after mid {
//           ^^^ EX2002 \`mid\` is the name of a layer in \`a\` and \`b\`: rename all but one, so that it means one thing.
  dense units 10
  when softmax >= 0.9
  rate 10%
}
`));

  it('is clear where only one has it', () =>
    checkDiagnostics(`${chain}
${exitAfterPool}
`));
});
