import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('the cases of a switch', () => {
  it('have one output each, and rates of 100 % together', () =>
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
//     ^^^^ EX7013 Switch \`gate\` has 2 cases, but its last layer outputs 3 values: one per case is needed.
//     ^^^^ EX7008 The rates of the cases of \`gate\` add up to 70 %: every input takes one of them, so they must total 100 %.
  flatten
  dense units 3
  case small rate 50% -> a
  case large rate 20% -> b
}
`));
});
