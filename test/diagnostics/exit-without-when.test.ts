import { describe, it } from 'vitest';
import { chain, exitAfterPool } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('an exit without a criterion', () => {
  it('is asked for one', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
//   ^^^^^ EX7003 \`early\` does not say when an input leaves: write a criterion, such as \`when softmax >= 0.9\`. The cost of a softmax is counted.
  flatten
  dense b1 units 10
  rate 60%
}
`));

  it('is fine with one', () =>
    checkDiagnostics(`${chain}
${exitAfterPool}
`));
});
