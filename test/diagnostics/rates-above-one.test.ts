import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('rates of more than 100 %', () => {
  it('are reported at the exit that exceeds it', () =>
    checkDiagnostics(`${chain}
exit one after c1 {
  flatten
  dense units 10
  when softmax >= 0.9
  rate 60%
}
exit two after p1 {
  flatten
  dense units 10
  when softmax >= 0.9
  rate 60%
//^^^^^^^^ EX7001 The rates of \`one\` and \`two\` add up to 120 %: a rate is a share of all inputs, so together they cannot exceed 100 %.
}
`));

  it('are fine up to 100 %', () =>
    checkDiagnostics(`${chain}
exit one after c1 {
  flatten
  dense units 10
  when softmax >= 0.9
  rate 60%
}
exit two after p1 {
  flatten
  dense units 10
  when softmax >= 0.9
  rate 40%
}
`));
});
