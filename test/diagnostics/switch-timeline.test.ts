import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a switch', () => {
  it('says that its timeline is not there yet', () =>
    checkDiagnostics(`network a {
  input image 1x8x8
  flatten
  dense units 10
}
network b {
  input image 1x8x8
  flatten
  dense units 10
}
switch gate before a, b {
//     ^^^^ EX6007 The timeline of a \`switch\` is not supported in this version: shapes, cost and fit are checked, latency is not.
  flatten
  dense units 2
  case small rate 50% -> a
  case large rate 50% -> b
}
`));
});
